import type { ImpactItem } from '../../../../server/src/protocol/impact.ts';
import { counted, type Severity } from '../words.ts';
import { countByStatus, SEVERITIES } from './filter.ts';
import type { CheckedResult } from './messages.ts';
import { PAGE_SIZE } from './sections.ts';

/** What a check found, in a sentence or two. */
export function summary({ files, items }: CheckedResult): string {
  if (files === 0) return 'This workspace has no manifests.';
  const { open, exempted, silenced } = countByStatus(items);
  const where = `in ${counted(files, 'manifest')}`;
  const severities = SEVERITIES.map((severity) => [severity, countOpen(items, severity)] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) =>
      severity === 'info' ? `${count} for information` : counted(count, severity),
    );
  const apart = [exempted && `${exempted} exempted`, silenced && `${silenced} silenced`]
    .filter(Boolean)
    .join(', ');
  const found =
    open === 0 ? `No findings ${where}.` : `${counted(open, 'finding')} ${where}: ${severities.join(', ')}.`;
  return apart ? `${found} Not counted: ${apart}.` : found;
}

function countOpen(items: readonly ImpactItem[], wanted: Severity): number {
  return items.filter(({ status, severity }) => status === 'open' && severity === wanted).length;
}

/** `Findings 51 to 100 of 10,000`. @param page counts from 0 */
export function pageWords(page: number, total: number): string {
  const from = page * PAGE_SIZE + 1;
  const to = Math.min(total, from + PAGE_SIZE - 1);
  return `Findings ${from.toLocaleString('en')} to ${to.toLocaleString('en')} of ${total.toLocaleString('en')}`;
}
