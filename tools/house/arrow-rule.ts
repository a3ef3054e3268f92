import { relative, sep } from 'node:path';
import type { TSESTree } from '@typescript-eslint/utils';
import type { Rule } from 'eslint';
import { brokenWall } from './arrow.ts';

/** ESLint rule that holds every import, export-from, dynamic import and `import('…')` type against the import table. */
export const arrowRule: Rule.RuleModule = {
  meta: { type: 'problem', schema: [], messages: { wall: '{{reason}} (tools/house/arrow.ts)' } },
  create(context) {
    const importer = relative(context.cwd, context.filename).split(sep).join('/');
    const look = (source: TSESTree.Node | null | undefined) => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const reason = brokenWall(importer, source.value);
      if (reason !== undefined)
        context.report({ node: source as never, messageId: 'wall', data: { reason } });
    };
    return {
      'ImportDeclaration, ExportNamedDeclaration, ExportAllDeclaration, ImportExpression, TSImportType'(node: {
        source?: TSESTree.Node | null;
      }) {
        look(node.source);
      },
    };
  },
};
