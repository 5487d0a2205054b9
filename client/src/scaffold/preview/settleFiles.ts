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
  const existing = new TextDecoder().decode(await workspace.fs.readFile(uri));
  return existing === file.text ? { ...file, state: 'identical' } : { ...file, state: 'different', existing };
}
