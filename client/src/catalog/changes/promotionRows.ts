import type {
  Promotion,
  PromotionFinding,
  PromotionGate,
} from '../../../../server/src/protocol/entryChanges.ts';
import type { EntryRef } from '../../../../server/src/protocol/entryDetails.ts';
import { differing, type OwnValues, ownWords } from './promotionOwn.ts';

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
  'not-verified': { icon: 'unverified', word: 'not verified' },
  refused: { icon: 'error', word: 'refused' },
  'needs-approval': { icon: 'question', word: 'needs approval' },
  'not-reached': { icon: 'circle-slash', word: 'not reached' },
};

const SEVERITIES = { error: 'error', warning: 'warning', info: 'info' } as const;

/** What choosing a row does. */
export type PromotionAction =
  | { does: 'promote' }
  /** Shows what would change there. */
  | { does: 'compare' }
  /** Shows what stays the environment's own, to be changed. */
  | { does: 'own' }
  /** Leads to where a finding is mended. */
  | { does: 'mend'; finding: PromotionFinding }
  /** Takes what is missing there before, or registers it. */
  | { does: 'bring'; missing: EntryRef }
  | { does: 'register' }
  | { does: 'signIn' }
  /** Shows what somebody changed meanwhile. */
  | { does: 'showChange' }
  /** Walks the gates anew, with what is registered by now. */
  | { does: 'again' };

/** What is at hand to mend what a gate refuses. */
export interface Remedies {
  /** The entry has a manifest here, which can be registered. */
  manifest: boolean;
  /** The environment has a control plane that one signs in to. */
  signIn: boolean;
}

const SPEAKS_OF_BEFORE = 'promotion/speaks-of-before';

/** A row of the list that shows a promotion. */
export interface PromotionRow {
  /** With codicons. */
  label: string;
  description?: string;
  detail?: string;
  /** What choosing it does; absent: it is there to be read. */
  action?: PromotionAction;
}

/** What can be done, then every gate with what stands in its way. */
export function promotionRows(
  promotion: Promotion,
  target: string,
  remedies: Remedies,
  own: OwnValues = {},
): PromotionRow[] {
  const { outcome, gates, changes, targetVersion } = promotion;
  const mayPass = !isSame(promotion) && (outcome === 'allowed' || outcome === 'needs-approval');
  const there = targetVersion === 0 ? 'where it is new' : `in place of version ${targetVersion}`;
  const act: PromotionRow[] = [
    ...(mayPass
      ? [
          {
            label: `$(rocket) Promote to ${target}`,
            description: outcome === 'needs-approval' ? `${there}, once you approve` : there,
            action: { does: 'promote' } as const,
          },
        ]
      : []),
    ...(promotion.texts && !isSame(promotion)
      ? [
          {
            label: `$(diff) Show what changes in ${target}`,
            description: changes.length === 1 ? '1 field' : `${changes.length} fields`,
            action: { does: 'compare' } as const,
          },
        ]
      : []),
    ...(promotion.own
      ? [
          {
            label: `$(symbol-field) ${ownWords(promotion, own, target)}`,
            description: differing(promotion, own)
              .map(({ field }) => field)
              .join(', '),
            action: { does: 'own' } as const,
          },
        ]
      : []),
  ];
  return [
    ...act,
    ...gates.flatMap((gate) => [...gateRows(gate, target), ...remedyRows(gate, target, remedies)]),
  ];
}

function gateRows({ gate, outcome, message, findings }: PromotionGate, target: string): PromotionRow[] {
  const { icon, word } = LOOKS[outcome];
  const label = `$(${icon}) ${TITLES[gate] ?? gate}`;
  // What stands in the way is said in full; of the rest a line is enough.
  const isOpen = outcome !== 'passed' && outcome !== 'not-reached';
  return [
    isOpen ? { label, description: word, detail: message } : { label, description: `${word}: ${message}` },
    ...findings.flatMap((finding) => findingRows(finding, target)),
  ];
}

function findingRows(finding: PromotionFinding, target: string): PromotionRow[] {
  const { rule, severity, message, path, missing } = finding;
  return [
    {
      label: `$(indent) $(${SEVERITIES[severity]}) ${message}`,
      description: [path, rule].filter(Boolean).join(' · '),
      action: { does: 'mend', finding },
    },
    ...(missing ? [remedyRow(`Take ${missing.name} there first`, { does: 'bring', missing })] : []),
    ...(rule === SPEAKS_OF_BEFORE ? [remedyRow(`Say what holds in ${target}`, { does: 'own' })] : []),
  ];
}

/** What mends a gate as a whole. */
function remedyRows({ gate, outcome }: PromotionGate, target: string, remedies: Remedies): PromotionRow[] {
  if (outcome !== 'refused') return [];
  switch (gate) {
    case 'entry':
      return remedies.manifest ? [remedyRow('Register its manifest', { does: 'register' })] : [];
    case 'approval':
      return remedies.signIn
        ? [remedyRow(`Sign in to ${target} as somebody who may`, { does: 'signIn' })]
        : [];
    case 'concurrency':
      return [
        remedyRow('Show what changed', { does: 'showChange' }),
        remedyRow('Walk the gates again, with what is registered now', { does: 'again' }),
      ];
    default:
      return [];
  }
}

function remedyRow(words: string, action: PromotionAction): PromotionRow {
  return { label: `$(indent) $(lightbulb) ${words}`, action };
}

/** Nothing would change there. */
function isSame({ texts }: Promotion): boolean {
  return texts?.before !== undefined && texts.before === texts.after;
}

/** What is said of all gates together, above the rows. */
export function promotionHeadline(promotion: Promotion): string {
  const { outcome, gates } = promotion;
  if (outcome === 'allowed' && isSame(promotion)) return 'It is there just so already: nothing to promote';
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
