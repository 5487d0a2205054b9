import { expect, it } from 'vitest';
import type { AdoptManifest, AdoptReport } from '../../../server/src/protocol/adopt.ts';
import { missingAnswers } from './missing.ts';

function report(...manifests: Pick<AdoptManifest, 'kind' | 'status' | 'fields'>[]): AdoptReport {
  const whole = manifests.map(
    (each): AdoptManifest => ({
      name: 'x',
      path: 'x',
      text: '',
      from: [],
      differences: [],
      findings: [],
      ...each,
    }),
  );
  const summary = { new: 0, there: 0, differs: 0, decisions: 0, unmapped: 0, secrets: 0, refused: 0 };
  return { version: 1, sources: [], manifests: whole, notes: [], summary };
}

const field = (name: string) => ({ field: name, how: 'told' as const });

it('asks for what new manifests lack, and says how many do', () => {
  const missing = missingAnswers(
    report(
      { kind: 'Service', status: 'new', fields: [field('spec.environment'), field('metadata.tags.Owner')] },
      { kind: 'Service', status: 'new', fields: [field('metadata.tags.Owner')] },
      {
        kind: 'Agent',
        status: 'new',
        fields: [field('metadata.tags.Owner'), field('metadata.tags.Vertical')],
      },
    ),
  );
  expect([...missing]).toEqual([
    ['environment', 1],
    ['vertical', 2],
    ['sensitivity', 3],
  ]);
});

it('asks nothing for what is there, nor for kinds that need no tags', () => {
  expect(
    missingAnswers(
      report(
        { kind: 'Service', status: 'there', fields: [] },
        { kind: 'Vertical', status: 'new', fields: [] },
      ),
    ).size,
  ).toBe(0);
});
