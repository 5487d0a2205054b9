import { URI, Utils } from 'vscode-uri';
import { adopt } from '../adopt/adopt.ts';
import { NO_DECISIONS } from '../adopt/decisions.ts';
import { existingIn } from '../adopt/existingIn.ts';
import { judge } from '../adopt/judge.ts';
import { markdownReport } from '../adopt/markdown.ts';
import { reportOf } from '../adopt/report.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import type { AdoptParams, AdoptResult } from '../protocol/adopt.ts';

/** What would become of files that describe services. Writes nothing, and leaves the catalog as it is. */
export function adoptFiles(catalog: Catalog, { folder, files, answers }: AdoptParams): AdoptResult {
  const root = folder.replace(/\/$/, '');
  const index = copyOf(catalog.workspace);
  const existing = existingIn(index, (uri) => pathIn(root, uri));
  const adoption = adopt({ files, decisions: { ...NO_DECISIONS, defaults: answers }, existing, folder: '' });
  const uriOf = (path: string) => Utils.joinPath(URI.parse(root), path).toString();
  const report = reportOf(adoption, judge(adoption.proposals, index, uriOf));
  return {
    report,
    markdown: markdownReport(report, { withTexts: false }),
    known: { verticals: [...catalog.verticals()], owners: [...catalog.owners()] },
  };
}

/** The proposed manifests are judged beside those that are there; the workspace's own index must not hear of them. */
function copyOf(workspace: WorkspaceIndex): WorkspaceIndex {
  const copy = new WorkspaceIndex();
  const release = copy.hold();
  for (const uri of workspace.uris) {
    const file = workspace.file(uri);
    if (file) copy.set(uri, file);
  }
  release();
  return copy;
}

/** From the folder, with `/`; of what lies elsewhere the whole URI. */
function pathIn(root: string, uri: string): string {
  return uri.startsWith(`${root}/`) ? decodeURIComponent(uri.slice(root.length + 1)) : uri;
}
