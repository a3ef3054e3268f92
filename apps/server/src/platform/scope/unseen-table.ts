/** Words that end a list of tables. */
const listEnd = new Set([
  'where',
  'group',
  'having',
  'window',
  'order',
  'offset',
  'limit',
  'fetch',
  'for',
  'union',
  'intersect',
  'except',
  'select',
  'on',
  'using',
]);
/** Words that may stand between `from` or `join` and what is read. */
const between = new Set(['lateral', 'only']);
const writing = new Set([
  'insert',
  'update',
  'delete',
  'merge',
  'truncate',
  'into',
  'table',
  'copy',
  'call',
  'do',
]);

/**
 * The first table that a statement names behind `from`, `join` or a comma of such a list, or the word
 * with which it would write. Parentheses, functions and names of the statement's own `with` parts are
 * no tables. It refuses rather too much: `extract(epoch from x)` counts as reading x.
 *
 * @example unseenTable('select 1 from () f join visit v on true') // 'visit'
 * @example unseenTable('with page as (select 1 from () f) select 1 from page') // null
 */
export function unseenTable(text: string): string | null {
  const tokens = text
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ')
    .match(/"(?:[^"]|"")*"|[A-Za-z_][\w$]*|[(),.]|\S/g);
  if (tokens === null) return null;
  const words = tokens.map((token) => token.toLowerCase());
  const own = new Set(
    words.flatMap((word, index) => {
      const opens =
        words[index + 2] === '(' || (words[index + 2] === 'materialized' && words[index + 3] === '(');
      return words[index + 1] === 'as' && opens && isName(word) ? [word] : [];
    }),
  );
  /** For each open parenthesis, whether the commas in it divide tables. */
  const lists: boolean[] = [false];
  for (const [index, word] of words.entries()) {
    if (word === '(') lists.push(false);
    else if (word === ')') lists.pop();
    else if (writing.has(word)) return word;
    else if (listEnd.has(word)) lists[lists.length - 1] = false;
    const isFrom = word === 'from' && words[index - 1] !== 'distinct';
    if (isFrom || word === 'join') lists[lists.length - 1] = true;
    if (!isFrom && word !== 'join' && !(word === ',' && lists.at(-1) === true)) continue;
    let next = index + 1;
    while (between.has(words[next] ?? '')) next += 1;
    const name = words[next] ?? '';
    const isRead = name !== '(' && words[next + 1] !== '(' && !own.has(name);
    if (isRead) return tokens[next] ?? name;
  }
  return null;
}

function isName(word: string): boolean {
  return /^["a-z_]/.test(word);
}
