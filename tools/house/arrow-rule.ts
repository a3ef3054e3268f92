import { relative, sep } from 'node:path';
import type { Rule } from 'eslint';
import { brokenWall, gatheredFeature } from './arrow.ts';

interface Specifier {
  readonly type: string;
  readonly value?: unknown;
}

/** ESLint rule that holds every import, export-from, dynamic import and `import('…')` type against the import table. */
export const arrowRule: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], messages: { wall: '{{reason}} (tools/house/arrow.ts)' } },
  create(context) {
    const importer = relative(context.cwd, context.filename).split(sep).join('/');
    const gathered = new Set<string>();
    const look = (source: Specifier | null | undefined) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const feature = gatheredFeature(importer, source.value);
      if (feature !== undefined) gathered.add(feature);
      const reason =
        brokenWall(importer, source.value) ??
        (feature !== undefined && gathered.size > 1
          ? `only compose.ts gathers features; this file has ${[...gathered].join(' and ')}`
          : undefined);
      if (reason !== undefined)
        context.report({ node: source as never, messageId: 'wall', data: { reason } });
    };
    return {
      'ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration, ImportExpression, TSImportType'(node: {
        source?: Specifier | null;
      }) {
        look(node.source);
      },
    };
  },
};
