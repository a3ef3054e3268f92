import { join } from 'node:path';
import type { Config } from './config/config.ts';
import type { OpenNode } from './open-node.ts';
import { createApp, createMetrics, listen, listenMetrics } from './platform/http/index.ts';

/** A node that can be reached over HTTP. */
export interface ServedNode {
  /** e.g. `http://127.0.0.1:4180` */
  readonly address: string;
  /** Stops taking requests; the node itself stays open. */
  close(): Promise<void>;
}

const webFolder = join(import.meta.dirname, '..', '..', 'web', 'dist');

/** Puts the interface and the screens in front of a node. */
export async function serveNode(
  node: OpenNode,
  config: Pick<Config, 'http' | 'metrics'>,
): Promise<ServedNode> {
  const { log, db, about } = node;
  const metrics = createMetrics();
  const app = await createApp({
    log,
    version: about.version,
    db,
    readers: node.readers,
    hosts:
      config.http.origin === null
        ? config.http.hosts
        : [...config.http.hosts, new URL(config.http.origin).hostname],
    proxies: config.http.proxies,
    webFolder,
    metrics,
  });
  await node.serve(app);
  const address = await listen(app, {
    host: config.http.host,
    port: config.http.port,
    orAnyPort: !config.http.portAsked,
  });
  const metricsListener =
    config.metrics === null
      ? null
      : await listenMetrics(metrics, {
          host: config.metrics.host,
          port: config.metrics.port,
          orAnyPort: !config.metrics.portAsked,
        });
  return {
    address,
    async close() {
      await app.close();
      await metricsListener?.close();
    },
  };
}
