export { cargoWriter } from './cargo-writer.ts';
export { foldRecord, type CargoRecord } from './fold-record.ts';
export { readContainers, type ContainerDossier, type VisitRecord } from './read-containers.ts';
export { readCallContexts, type CallContext } from './read-call-contexts.ts';
