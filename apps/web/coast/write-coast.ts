// Writes the land of the map from Natural Earth: node apps/web/coast/write-coast.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildCoast } from './build-coast.ts';

for (const [name, text] of Object.entries(buildCoast())) {
  writeFileSync(join(import.meta.dirname, name), text);
  console.log(
    `${name}: ${(text.length / 1000).toFixed(0)} kB, ${(gzipSync(text).length / 1000).toFixed(0)} kB gzipped`,
  );
}
