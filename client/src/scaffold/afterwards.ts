import { commands, Uri, window, workspace } from 'vscode';
import { Commands } from '../../../server/src/protocol.ts';
import { filesWord } from './preview/filePlans.ts';
import type { PreviewDocuments } from './preview/previewDocuments.ts';
import type { Made } from './steps/previewStep.ts';
import type { Written } from './write/writeFiles.ts';

/** Opens what was made where one begins to read, and offers what comes next. */
export async function goOn({ state, preview, written }: Made, documents: PreviewDocuments): Promise<void> {
  const made = new Set(written.created.map((uri) => uri.path));
  const readme = preview.files.find(
    ({ uri, relativePath }) => /(^|\/)readme\.md$/i.test(relativePath) && made.has(Uri.parse(uri).path),
  );
  const first = readme?.uri ?? preview.manifest ?? preview.files[0]?.uri;
  if (first !== undefined) await window.showTextDocument(Uri.parse(first), { preview: false });
  void offerMore({ state, preview, written }, documents);
}

async function offerMore({ state, preview, written }: Made, documents: PreviewDocuments): Promise<void> {
  const { name, next, manifest } = preview;
  const whatNext = 'What Next';
  const register = 'Register';
  const offers = [
    ...(next === undefined ? [] : [whatNext]),
    ...(manifest !== undefined && workspace.isTrusted ? [register] : []),
  ];
  const choice = await window.showInformationMessage(`${name} is made.${countOf(written)}`, ...offers);
  if (choice === whatNext && next !== undefined) await documents.showMarkdown(`${name}: what next`, next);
  if (choice === register) await commands.executeCommand(Commands.register, { kind: state.kind, name });
}

function countOf({ created, replaced }: Written): string {
  const all = created.length + replaced.length;
  if (all === 0) return '';
  const over =
    replaced.length === 0 ? '' : `, ${replaced.length === all ? '' : `${replaced.length} `}over yours`;
  return ` ${filesWord(all)} written${over}.`;
}
