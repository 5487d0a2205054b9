import { styleText } from 'node:util';

type Style = Parameters<typeof styleText>[0];

/** A file and a word beside it. */
export interface TreeFile {
  path: string;
  word: string;
  style: Style;
}

interface Folder {
  folders: Map<string, Folder>;
  files: Map<string, TreeFile>;
}

/** Files under their folders, each with its word in a column. */
export function fileTree(files: readonly TreeFile[], color: boolean): string {
  const root = emptyFolder();
  for (const file of files) {
    const parts = file.path.split('/');
    const name = parts.pop() ?? '';
    let folder = root;
    for (const part of parts) {
      const inner = folder.folders.get(part) ?? emptyFolder();
      folder.folders.set(part, inner);
      folder = inner;
    }
    folder.files.set(name, file);
  }
  const lines = linesOf(root, 0);
  const width = Math.max(0, ...lines.map(({ text, file }) => (file ? text.length : 0)));
  return lines
    .map(({ text, file }) =>
      file
        ? `${text.padEnd(width)}  ${color ? styleText(file.style, file.word, { validateStream: false }) : file.word}\n`
        : `${text}\n`,
    )
    .join('');
}

function emptyFolder(): Folder {
  return { folders: new Map(), files: new Map() };
}

/** A folder that holds nothing but one other stands in one line with it. */
function linesOf(folder: Folder, depth: number): { text: string; file?: TreeFile }[] {
  const indent = '  '.repeat(depth);
  return [
    ...[...folder.folders].flatMap(([name, inner]) => {
      const [only, ...more] = inner.folders;
      let [title, shown] = [name, inner];
      for (let next = only, isOne = more.length === 0; next && isOne && shown.files.size === 0; ) {
        [title, shown] = [`${title}/${next[0]}`, next[1]];
        const [first, ...rest] = shown.folders;
        [next, isOne] = [first, rest.length === 0];
      }
      return [{ text: `${indent}${title}/` }, ...linesOf(shown, depth + 1)];
    }),
    ...[...folder.files].map(([name, file]) => ({ text: `${indent}${name}`, file })),
  ];
}
