export { answerFile } from './answer-file.ts';
export type { Channel, FileItem } from './intake-store.ts';
export { fileById, filesToRead } from './intake-store.ts';
export { intakeRoutes } from './intake-routes.ts';
export { receiveFiles, takeFile, type Handed, type Received } from './receive-file.ts';
export { replay, resumeReplay } from './replay.ts';
export type { FileSink, HistorySink, RowSink, TakenFile } from './row-sink.ts';
export type { TakingParts } from './take-file.ts';
export { watchFolder, type FolderWatch } from './watch-folder.ts';
