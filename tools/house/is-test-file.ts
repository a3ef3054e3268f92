/**
 * Whether a path is a test or serves only tests.
 *
 * @example isTestFile('packages/risk/score.test.ts') // true
 * @example isTestFile('apps/server/test/two-nodes.ts') // true
 * @example isTestFile('packages/risk/score.ts') // false
 */
export function isTestFile(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || /(^|\/)test\//.test(path);
}
