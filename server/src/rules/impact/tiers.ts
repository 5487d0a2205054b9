import type { ManifestDocument } from '../../manifest/document.ts';
import type { Path } from '../../manifest/tree.ts';

/** One thing about a price list that users would find out too late. */
export interface TierFault {
  path: Path;
  message: string;
}

interface Tier {
  path: Path;
  /** As users know it. */
  called: string;
  name: string | undefined;
  upTo: number | undefined;
  unitPrice: number | undefined;
}

/**
 * What is wrong with tiers that are to be read from top to bottom: each covers what lies above the one before it, up
 * to and including its `upTo`; the last covers all the rest.
 */
export function faultsOfTiers(document: ManifestDocument, path: Path): TierFault[] {
  const tiers = tiersAt(document, path);
  return tiers ? [...boundFaults(tiers), ...risingPrices(tiers, announcements(document))] : [];
}

/** Undefined where one does not fit the schema: then nobody knows what the list says. */
function tiersAt(document: ManifestDocument, path: Path): Tier[] | undefined {
  const listed = document.stated(path);
  if (!Array.isArray(listed)) return undefined;
  const tiers: Tier[] = [];
  for (const index of listed.keys()) {
    const own = [...path, index];
    const numbers = ['upTo', 'unitPrice'].map((field) => document.stated([...own, field]));
    const [upTo, unitPrice] = numbers.map((value) => (typeof value === 'number' ? value : undefined));
    const isUnfit = ['upTo', 'unitPrice'].some(
      (field, i) => numbers[i] === undefined && document.node([...own, field]) !== undefined,
    );
    if (document.stated(own) === undefined || isUnfit) return undefined;
    const name = document.statedText([...own, 'name']);
    tiers.push({ path: own, name, called: name ? `"${name}"` : `number ${index + 1}`, upTo, unitPrice });
  }
  return tiers;
}

function* boundFaults(tiers: readonly Tier[]): Generator<TierFault> {
  let covered = 0;
  for (const [index, { path, called, upTo }] of tiers.entries()) {
    const at = [...path, 'upTo'];
    const next = tiers[index + 1];
    if (upTo === undefined) {
      if (next === undefined) return;
      yield {
        path: at,
        message: `The tier ${called} has no "upTo", so it overlaps with ${next.called} after it. Say where it ends.`,
      };
      continue;
    }
    if (upTo <= covered) {
      const message =
        covered === 0
          ? `The tier ${called} ends at ${upTo}: it covers nothing.`
          : `The tier ${called} ends at ${upTo}, but those before it already reach ${covered}: they overlap. List tiers in ascending order.`;
      yield { path: at, message };
    }
    covered = Math.max(covered, upTo);
    if (next === undefined) {
      yield {
        path: at,
        message: `Above ${covered} there is no price: a gap. The last tier covers all the rest; leave its "upTo" out.`,
      };
    }
  }
}

function* risingPrices(tiers: readonly Tier[], announced: boolean): Generator<TierFault> {
  let before: { called: string; unitPrice: number } | undefined;
  for (const { path, called, name, unitPrice } of tiers) {
    if (unitPrice === undefined) continue;
    if (before && unitPrice > before.unitPrice && !announced && !RISES.test(name ?? '')) {
      yield {
        path: [...path, 'unitPrice'],
        message: `The unit price rises from ${before.unitPrice} (${before.called}) to ${unitPrice} (${called}), and nothing says so. Those who grow should not be surprised: lower it, or say in the tier's name or in "metadata.description" that the price rises.`,
      };
    }
    before = { called, unitPrice };
  }
}

/** Words by which a tier is known to cost more. */
const RISES =
  /\b(?:surcharges?|overages?|excess|extra|additional|premium|peak|progressive|rises?|rising|increase[sd]?|increasing|higher|dearer|more expensive|costs? more)\b/i;
const PRICE = /\b(?:pric\w+|costs?|rates?|fees?|charge[sd]?|tiers?|pay\w*)\b/i;

/** Whether the description says, in one sentence, that a price rises. */
function announcements(document: ManifestDocument): boolean {
  const description = document.statedText(['metadata', 'description']) ?? '';
  return description.split(/[.!?;]\s/).some((sentence) => PRICE.test(sentence) && RISES.test(sentence));
}
