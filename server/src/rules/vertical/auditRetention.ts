import type { Rule } from '../rule.ts';
import { demandsOn, relatedTo } from './demands.ts';

const RETENTION = ['spec', 'retentionDays'];

export const auditRetention: Rule = {
  id: 'vertical/audit-retention',
  summary: 'A service keeps audit records as long as its vertical asks.',
  severity: 'warning',
  raised: false,
  *check(context) {
    const { document } = context;
    // A service that states nothing takes what its vertical asks (decision 25).
    const kept = document.kind === 'Service' ? document.stated(RETENTION) : undefined;
    if (typeof kept !== 'number') return;
    const [longest] = demandsOn(context, ['spec', 'auditRetentionDays']).sort(
      (a, b) => Number(b.value) - Number(a.value),
    );
    if (typeof longest?.value !== 'number' || kept >= longest.value) return;
    yield {
      ...document.place(RETENTION),
      message: `Audit records are kept for ${kept} days; the vertical "${longest.vertical}" asks for ${longest.value}. Keep them longer, or leave the field out to follow the vertical.`,
      related: relatedTo(longest),
    };
  },
};
