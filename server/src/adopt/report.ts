import type { Plain } from '../manifest/tree.ts';
import type { AdoptDifference, AdoptFinding, AdoptReport } from '../protocol/adopt.ts';
import type { Adoption, Proposal } from './adopt.ts';
import { holdsCredential } from './credentials.ts';
import { FORMAT_TITLES } from './detect.ts';
import type { Difference } from './existing.ts';

/** @param findings of the new manifests */
export function reportOf(
  { sources, proposals, notes }: Adoption,
  findings: ReadonlyMap<Proposal, AdoptFinding[]>,
): AdoptReport {
  const count = (kind: string) => notes.filter((note) => note.kind === kind).length;
  const of = (status: string) => proposals.filter((proposal) => proposal.status === status).length;
  return {
    version: 1,
    sources: sources.map(({ file, formats }) => ({
      file,
      formats: formats.map((each) => FORMAT_TITLES[each]),
    })),
    manifests: proposals.map((proposal) => ({
      kind: proposal.kind,
      name: proposal.name,
      path: proposal.path,
      status: proposal.status,
      text: proposal.text,
      ...(proposal.existing?.sharesFile ? { sharesFile: true } : {}),
      from: proposal.origins,
      fields: proposal.fields.map(({ field, at, how, why }) => ({
        field,
        ...at,
        how,
        ...(why ? { why } : {}),
      })),
      differences: proposal.differences.map(shownDifference),
      findings: findings.get(proposal) ?? [],
    })),
    notes,
    summary: {
      new: of('new'),
      there: of('there'),
      differs: of('differs'),
      decisions: count('decide') + [...findings.values()].flat().length,
      unmapped: count('unmapped'),
      secrets: count('secret'),
      refused: count('refused'),
    },
  };
}

function shownDifference({ field, there, proposed }: Difference): AdoptDifference {
  return {
    field,
    ...(there === undefined ? {} : { there: shown(field, there) }),
    proposed: shown(field, proposed),
  };
}

function shown(field: string, value: Plain): string {
  return holdsCredential(value, field) ? '[redacted]' : JSON.stringify(value);
}
