import { Catalog } from '../catalog/catalog.ts';
import { NO_CONTROL_PLANE } from '../catalog/knowledge.ts';
import type { WorkspaceIndex } from '../catalog/workspaceIndex.ts';
import { rangeOf } from '../manifest/file.ts';
import { parseManifest } from '../manifest/parse.ts';
import type { AdoptFinding } from '../protocol/adopt.ts';
import { isFixable, lintDocument } from '../rules/lint.ts';
import { redacted } from '../rules/security/redacted.ts';
import type { Proposal } from './adopt.ts';

/**
 * What the rails find in the proposed manifests once they are all there.
 *
 * @param index the workspace's manifests; the proposed ones are added to it
 * @param uriOf under which the index knows a path
 */
export function judge(
  proposals: readonly Proposal[],
  index: WorkspaceIndex,
  uriOf: (path: string) => string,
): Map<Proposal, AdoptFinding[]> {
  const fresh = proposals.filter(({ status }) => status === 'new');
  const release = index.hold();
  for (const { path, text } of fresh) index.set(uriOf(path), parseManifest(text));
  release();
  const facts = new Catalog(index, () => NO_CONTROL_PLANE);
  return new Map(
    fresh.map((proposal) => {
      const uri = uriOf(proposal.path);
      const placed = index.file(uri)?.documents[0];
      if (!placed) return [proposal, []];
      const lint = { document: placed.document, at: { uri, index: 0 }, facts };
      const findings = lintDocument(lint).findings.map(
        (finding): AdoptFinding => ({
          rule: finding.rule,
          severity: finding.severity,
          message: redacted(finding.message),
          line: rangeOf(placed, finding).start.line + 1,
          fixable: isFixable(finding, lint),
        }),
      );
      return [proposal, findings];
    }),
  );
}
