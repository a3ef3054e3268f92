export { cargoWriter } from './cargo-writer.ts';
export { containersOfParties } from './containers-of-parties.ts';
export { foldRecord, type CargoRecord } from './fold-record.ts';
export { messagesOf, type MessageOf } from './messages-of.ts';
export { readContainers, type ContainerDossier, type VisitRecord } from './read-containers.ts';
export { readCallContexts, type CallContext } from './read-call-contexts.ts';
