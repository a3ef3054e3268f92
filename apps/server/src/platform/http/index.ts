export { bytesAs, noContent, textAs } from './answer-schema.ts';
export type { App } from './app.ts';
export { createApp, listen, openApiDocument } from './create-app.ts';
export { closeStreamsOf, openEventStream, streamSessions, type EventStream } from './event-stream.ts';
export type { ReadyCheck } from './health.ts';
export { createMetrics, listenMetrics, type Metrics } from './metrics.ts';
