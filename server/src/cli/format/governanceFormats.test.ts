import { expect, test } from 'vitest';
import type { GovernanceReport } from '../../catalog/governanceReport.ts';
import { formatGovernance } from './governanceFormats.ts';

const REPORT: GovernanceReport = {
  rule: 'No service goes to prod without an owner and a catalog entry.',
  counts: { prod: { keeps: 3, breaks: 1, undecided: 0 }, stage: { keeps: 0, breaks: 0, undecided: 1 } },
  verticals: [
    {
      vertical: 'health',
      services: [
        {
          name: 'prod-health-billing',
          environment: 'prod',
          outcome: 'breaks',
          owner: null,
          reasons: [
            { rule: 'catalog/prod-owner', message: 'A service needs an owner: "Owner".' },
            { rule: 'catalog/prod-entry', message: 'No entry.', silenced: '=HYPERLINK("x"), | later' },
          ],
          undecided: [],
          file: 'services/billing.heady.yaml',
          line: 4,
        },
      ],
    },
    {
      vertical: null,
      services: [
        {
          name: 'stage-x',
          environment: 'stage',
          outcome: 'undecided',
          owner: 'team-x',
          reasons: [],
          undecided: ['catalog/prod-entry'],
        },
      ],
    },
  ],
};

test('CSV: a line for each reason, harmless in a spreadsheet', () => {
  expect(formatGovernance('csv', REPORT).split('\r\n')).toEqual([
    'vertical,service,environment,outcome,rule,reason,silenced,owner,file,line',
    'health,prod-health-billing,prod,breaks,catalog/prod-owner,"A service needs an owner: ""Owner"".",,,services/billing.heady.yaml,4',
    'health,prod-health-billing,prod,breaks,catalog/prod-entry,No entry.,"\'=HYPERLINK(""x""), | later",,services/billing.heady.yaml,4',
    ',stage-x,stage,undecided,catalog/prod-entry,"Nobody can say now: the control plane was not reached, or the manifest cannot be read.",,team-x,,',
    '',
  ]);
});

test('Markdown: counts, and a table for each vertical', () => {
  expect(
    formatGovernance('markdown', REPORT),
  ).toBe(`# No service goes to prod without an owner and a catalog entry.

- In prod: 3 of 4 keep the rule, 1 break it
- In stage, on the way to prod: 0 of 1 keep the rule, 1 undecided

## health

| service | environment | owner | why | where |
| --- | --- | --- | --- | --- |
| prod-health-billing | prod | none | A service needs an owner: "Owner".<br>No entry. (silenced: =HYPERLINK("x"), \\| later) | services/billing.heady.yaml:4 |

## No vertical

| service | environment | owner | why | where |
| --- | --- | --- | --- | --- |
| stage-x | stage | team-x | Undecided: catalog/prod-entry | no manifest here |
`);
});

test('JSON: all of it', () => {
  expect(JSON.parse(formatGovernance('json', REPORT))).toEqual(REPORT);
});
