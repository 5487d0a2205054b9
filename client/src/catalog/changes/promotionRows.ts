import type { Promotion, PromotionGate } from '../../../../server/src/protocol/entryChanges.ts';

/** What a gate asks, as people say it. */
const TITLES: Readonly<Record<string, string>> = {
  entry: 'It is registered',
  order: 'One environment after the other',
  rules: 'Rules of the next environment',
  ownership: 'An owner, and a catalog entry',
  references: 'What it refers to is there',
  approval: 'Approval',
  concurrency: 'Nobody changed it meanwhile',
};

const LOOKS: Readonly<Record<PromotionGate['outcome'], { icon: string; word: string }>> = {
  passed: { icon: 'pass', word: 'passed' },
  refused: { icon: 'error', word: 'refused' },
  'needs-approval': { icon: 'question', word: 'needs approval' },
  'not-reached': { icon: 'circle-slash', word: 'not reached' },
};

const SEVERITIES = { error: 'error', warning: 'warning', info: 'info' } as const;

/** A row of the list that shows a promotion. */
export interface PromotionRow {
  /** With codicons. */
  label: string;
  description?: string;
  detail?: string;
  /** What choosing it does; absent: it is there to be read. */
  action?: { promote: true } | { compare: true } | { rule: string };
}

/** What can be done, then every gate with what stands in its way. */
export function promotionRows(promotion: Promotion, target: string): PromotionRow[] {
  const { outcome, gates, changes, targetVersion } = promotion;
  const mayPass = outcome === 'allowed' || outcome === 'needs-approval';
  const there = targetVersion === 0 ? 'where it is new' : `in place of version ${targetVersion}`;
  const act: PromotionRow[] = [
    ...(mayPass
      ? [
          {
            label: `$(rocket) Promote to ${target}`,
            description: outcome === 'needs-approval' ? `${there}, once you approve` : there,
            action: { promote: true as const },
          },
        ]
      : []),
    ...(promotion.texts
      ? [
          {
            label: `$(diff) Show what changes in ${target}`,
            description: changes.length === 1 ? '1 field' : `${changes.length} fields`,
            action: { compare: true as const },
          },
        ]
      : []),
  ];
  return [...act, ...gates.flatMap(gateRows)];
}

function gateRows({ gate, outcome, message, findings }: PromotionGate): PromotionRow[] {
  const { icon, word } = LOOKS[outcome];
  const label = `$(${icon}) ${TITLES[gate] ?? gate}`;
  // What stands in the way is said in full; of the rest a line is enough.
  const isOpen = outcome === 'refused' || outcome === 'needs-approval';
  return [
    isOpen ? { label, description: word, detail: message } : { label, description: `${word}: ${message}` },
    ...findings.map(
      ({ rule, severity, message, path }): PromotionRow => ({
        label: `$(indent) $(${SEVERITIES[severity]}) ${message}`,
        description: [path, rule].filter(Boolean).join(' · '),
        action: { rule },
      }),
    ),
  ];
}

/** What is said of all gates together, above the rows. */
export function promotionHeadline({ outcome, gates }: Promotion): string {
  const refused = gates.filter((gate) => gate.outcome === 'refused').length;
  switch (outcome) {
    case 'allowed':
      return 'Every gate lets it pass';
    case 'needs-approval':
      return 'Every gate lets it pass, once you approve';
    case 'unchanged':
      return 'It is there just so already';
    case 'conflict':
      return 'Somebody changed it meanwhile';
    default:
      return refused === 1 ? 'One gate keeps it back' : `${refused} gates keep it back`;
  }
}
