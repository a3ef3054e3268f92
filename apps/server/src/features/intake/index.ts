export { checkFile, type ReadReport } from './read-edifact.ts';
export { fileById, filesInOrder, filesToRead, type Channel, type FileItem } from './intake-store.ts';
export { receiveFiles, takeFile, type Handed, type Received } from './receive-file.ts';
export type { FileSink, HistorySink, RowSink, TakenFile } from './row-sink.ts';
export type { TakingParts } from './take-file.ts';
export { watchFolder, type FolderWatch } from './watch-folder.ts';
export { intakeRoutes } from './intake-routes.ts';
export { replay } from './replay.ts';
