export { createApp, listen, openApiDocument, type App, type AppOptions } from './create-app.ts';
export { openEventStream, type EventStream } from './event-stream.ts';
export type { ReadyCheck } from './health.ts';
export { createMetrics, listenMetrics, type Metrics } from './metrics.ts';
export { problemSchema } from './problem.ts';
