import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { runAlone, type Finding } from './finding.ts';
import { isTestFile } from './is-test-file.ts';
import { sourceFiles } from './source-files.ts';

/**
 * Every relative link in a document leads to a file that is there, and every anchor to a heading of
 * it. The same for the documents that docstrings name with `see`.
 */
export async function checkDocLinks(root: string): Promise<readonly Finding[]> {
  const files = (await sourceFiles(root)).filter((file) => !file.includes('/fixtures/'));
  const texts = new Map<string, string>();
  const looked = files.filter((file) => /\.(md|ts|tsx|mjs)$/.test(file) && !isTestFile(file));
  await Promise.all(looked.map(async (file) => texts.set(file, await readFile(join(root, file), 'utf8'))));

  const anchors = new Map<string, ReadonlySet<string>>();
  for (const [file, text] of texts) if (file.endsWith('.md')) anchors.set(file, anchorsOf(text));

  return looked.flatMap((file) =>
    linksOf(file, texts.get(file) ?? '').flatMap(({ line, link }): readonly Finding[] => {
      const [path = '', anchor] = link.split('#');
      const target =
        path === ''
          ? file
          : posix.normalize(posix.join(file.endsWith('.md') ? posix.dirname(file) : '', path));
      const place = { file, line };
      if (!existsSync(join(root, decodeURIComponent(target)))) {
        return [{ ...place, message: `${link} leads nowhere`, remedy: 'mend the path or take the link out' }];
      }
      if (anchor === undefined || anchor === '' || anchors.get(target)?.has(anchor) !== false) return [];
      return [
        {
          ...place,
          message: `${target} has no heading #${anchor}`,
          remedy: 'mend the anchor or write the heading',
        },
      ];
    }),
  );
}

/** Anchors as code hosts make them: lower case, blanks to hyphens, punctuation dropped, repeats numbered. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const { content } of proseLines(text)) {
    const heading = /^#{1,6}\s+(.*?)\s*#*$/.exec(content)?.[1];
    if (heading !== undefined) {
      const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, '');
      const slug = words
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
        .replaceAll(' ', '-');
      let anchor = slug;
      for (let again = 1; anchors.has(anchor); again += 1) anchor = `${slug}-${again}`;
      anchors.add(anchor);
    }
    for (const [, id] of content.matchAll(/<a\s+(?:id|name)="([^"]+)"/g))
      if (id !== undefined) anchors.add(id);
  }
  return anchors;
}

/** Lines outside fenced code, numbered from 1. */
function proseLines(text: string): readonly { readonly line: number; readonly content: string }[] {
  let fence: string | undefined;
  return text.split(/\r?\n/).flatMap((content, index) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(content)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark : undefined;
      return [];
    }
    return fence === undefined ? [{ line: index + 1, content }] : [];
  });
}

function linksOf(file: string, text: string): readonly { readonly line: number; readonly link: string }[] {
  if (!file.endsWith('.md')) {
    return text.split('\n').flatMap((content, index) => {
      const link = /@see\s+(docs\/[^\s,;)]+)/.exec(content)?.[1];
      return link === undefined ? [] : [{ line: index + 1, link }];
    });
  }
  return proseLines(text).flatMap(({ line, content }) => {
    const prose = content.replaceAll(/`[^`]*`/g, '');
    const inline = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)];
    const defined = [...prose.matchAll(/^\s*\[[^\]]+\]:\s+<?(\S+?)>?(?:\s|$)/g)];
    return [...inline, ...defined]
      .map((match) => match[1] ?? '')
      .filter((link) => link !== '' && !/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(link))
      .map((link) => ({ line, link }));
  });
}

if (import.meta.main) await runAlone(checkDocLinks);
