import { type QuickPickItem, ThemeIcon } from 'vscode';

const CODICON = /^\$\(([a-z-]+)\) /;

/** A row of a list whose icon is beside its label: a screen reader reads the name of one that is in it. */
export function withIcon<T extends QuickPickItem>(row: T): T {
  let { label } = row;
  let icon: string | undefined;
  let indent = '';
  for (let found = CODICON.exec(label); found; found = CODICON.exec(label)) {
    label = label.slice(found[0].length);
    if (found[1] === 'indent') indent += '\u2003';
    else icon = found[1];
  }
  return { ...row, label: indent + label, ...(icon === undefined ? {} : { iconPath: new ThemeIcon(icon) }) };
}
