import { Uri, workspace } from 'vscode';
import type { ScaffoldFile } from '../../../../server/src/protocol/scaffold.ts';

/** What lies at places that are on no disk: the editor alone can look there. */
export async function settleFiles(files: readonly ScaffoldFile[]): Promise<ScaffoldFile[]> {
  return Promise.all(files.map((file) => (file.state === 'unknown' ? settle(file) : file)));
}

async function settle(file: ScaffoldFile): Promise<ScaffoldFile> {
  const uri = Uri.parse(file.uri);
  const there = await workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
  if (!there) return { ...file, state: 'new' };
  const bytes = await workspace.fs.readFile(uri);
  const existing = textIn(bytes);
  if (existing !== undefined && existing === file.text) return { ...file, state: 'identical' };
  const content = existing === undefined ? { existingSize: bytes.length } : { existing };
  return { ...file, state: 'different', ...content };
}

/** Undefined: it is no text. */
function textIn(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
