export interface CompletionWord {
  readonly word: string;
  readonly about: string;
}

/**
 * A completion script that needs nothing but the shell: it does not call the program.
 *
 * @param words what can follow each command; the key is its path, `''` for the program itself
 */
export function writeCompletion(
  shell: 'bash' | 'zsh' | 'fish',
  words: ReadonlyMap<string, readonly CompletionWord[]>,
): string {
  if (shell === 'bash') return bash(words);
  return shell === 'zsh' ? zsh(words) : fish(words);
}

/** Walks the words typed so far down the tree, then offers what can follow; files where nothing fits. */
function bash(words: ReadonlyMap<string, readonly CompletionWord[]>): string {
  const cases = [...words].map(
    ([path, list]) => `    '${path}') words='${list.map(({ word }) => word).join(' ')}' ;;`,
  );
  const below = [...words.keys()].filter((path) => path !== '').map((path) => `'${path}'`);
  return `_havenwacht() {
  local word path='' words i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${path:+$path }\${COMP_WORDS[i]}"
    case "$word" in
      ${below.join(' | ')}) path=$word ;;
    esac
  done
  case "$path" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _havenwacht havenwacht
`;
}

function zsh(words: ReadonlyMap<string, readonly CompletionWord[]>): string {
  const cases = [...words].map(([path, list]) => {
    const items = list.map(({ word, about }) => quote(`${word.replaceAll(':', '\\:')}:${about}`)).join(' ');
    return `    '${path}') items=(${items}) ;;`;
  });
  const below = [...words.keys()].filter((path) => path !== '').map((path) => `'${path}'`);
  return `#compdef havenwacht
_havenwacht() {
  local word tried place='' i
  local -a items
  for ((i = 2; i < CURRENT; i++)); do
    tried="\${place:+$place }\${words[i]}"
    case "$tried" in
      (${below.join('|')}) place=$tried ;;
    esac
  done
  case "$place" in
${cases.map((line) => line.replace(/^ {4}/, '    (')).join('\n')}
  esac
  _describe 'havenwacht' items
  _files
}
compdef _havenwacht havenwacht
`;
}

function fish(words: ReadonlyMap<string, readonly CompletionWord[]>): string {
  const lines = [...words].flatMap(([path, list]) => {
    const below = [...words.keys()].filter(
      (other) => other.startsWith(path === '' ? '' : `${path} `) && other !== path,
    );
    const next = [
      ...new Set(below.map((other) => other.slice(path === '' ? 0 : path.length + 1).split(' ')[0] ?? '')),
    ];
    const seen = path === '' ? [] : path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
    const notYet = next.length === 0 ? [] : [`not __fish_seen_subcommand_from ${next.join(' ')}`];
    const when = [...seen, ...notYet].join('; and ');
    return list.map(({ word, about }) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-f -a ${word}`;
      return `complete -c havenwacht -n ${quote(when || 'true')} ${what} -d ${quote(about)}`;
    });
  });
  return `${[...new Set(lines)].join('\n')}\n`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
