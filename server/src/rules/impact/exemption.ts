import type { ManifestDocument } from '../../manifest/document.ts';
import type { Path } from '../../manifest/tree.ts';

/** What a criterion says of why it is justified. */
export type Exemption =
  /** None is claimed. */
  | { state: 'none' }
  | { state: 'valid'; basis: string; expires: string }
  | { state: 'expired'; basis: string; expires: string }
  /** Fields that say nothing, or nothing that fits. */
  | { state: 'incomplete'; lacks: readonly string[] };

const ASKED = ['basis', 'reason', 'approvedBy', 'expires'] as const;

/**
 * The exemption of the criterion at a path.
 *
 * @param today `YYYY-MM-DD`; on the day on which it expires it must have been decided anew
 */
export function exemptionOf(document: ManifestDocument, criterion: Path, today: string): Exemption {
  const path = [...criterion, 'exemption'];
  if (document.node(path) === undefined) return { state: 'none' };
  const said = (field: (typeof ASKED)[number]) => document.statedText([...path, field])?.trim() ?? '';
  const lacks = ASKED.filter((field) => said(field) === '');
  if (lacks.length > 0) return { state: 'incomplete', lacks };
  const [basis, expires] = [said('basis'), said('expires')];
  return { state: expires > today ? 'valid' : 'expired', basis, expires };
}

/** What a finding says of the exemption. */
export function saidOf(exemption: Exemption): string {
  switch (exemption.state) {
    case 'none':
      return ' Decide by what the service needs instead, or state in an exemption its basis, the reason, who approved it and until when.';
    case 'valid':
      return ` Exempted until ${exemption.expires}: ${exemption.basis.replace(/\.$/, '')}.`;
    case 'expired':
      return ` Its exemption (${exemption.basis}) expired on ${exemption.expires}: decide anew, or drop the criterion.`;
    case 'incomplete':
      return ` Its exemption counts only with ${listed(exemption.lacks)}.`;
  }
}

const MEANT: Readonly<Record<string, string>> = { expires: '"expires" (a date: 2027-06-30)' };

function listed(fields: readonly string[]): string {
  const names = fields.map((field) => MEANT[field] ?? `"${field}"`);
  const last = names.pop() ?? '';
  return names.length > 0 ? `${names.join(', ')} and ${last}` : last;
}
