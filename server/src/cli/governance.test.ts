import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { governanceCommand } from './governance.ts';
import { fakeTerminal } from './testing.ts';
import { UsageError } from './usage.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heady-governance-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, owner = ''): void {
  const text = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: ${name}
  tags: { ${owner}Vertical: health, DataSensitivity: internal }
spec: { environment: ${name.split('-')[0]}, plane: app, runtime: docker }
`;
  writeFileSync(join(folder, `${name}.heady.yaml`), text);
}

async function governance(...args: string[]) {
  const terminal = fakeTerminal(folder);
  const code = await governanceCommand(args, terminal);
  return { code, ...terminal.written };
}

test('lists who breaks the rule, and what nobody can say without a control plane', async () => {
  write('prod-health-billing');
  write('prod-health-intake', 'Owner: team-a, ');
  write('dev-health-x');
  const { code, stdout } = await governance('--format', 'json');
  const { counts, verticals } = JSON.parse(stdout);
  expect(code).toBe(1);
  expect(counts.prod).toEqual({ keeps: 0, breaks: 1, undecided: 1 });
  expect(verticals).toMatchObject([
    {
      vertical: 'health',
      services: [
        {
          name: 'prod-health-billing',
          reasons: [{ rule: 'catalog/prod-owner' }],
          file: 'prod-health-billing.heady.yaml',
          line: 4,
        },
        { name: 'prod-health-intake', outcome: 'undecided', undecided: ['catalog/prod-entry'] },
      ],
    },
  ]);
});

test('is content where nothing of prod breaks the rule', async () => {
  write('stage-health-billing');
  const { code, stdout } = await governance();
  expect(code).toBe(0);
  expect(stdout).toContain('- In prod: no service');
  expect(stdout).toContain('| stage-health-billing | stage | none |');
});

test('says what is wrong with its options', async () => {
  await expect(governance('--format', 'xml')).rejects.toThrow(
    new UsageError('--format xml: formats are markdown, csv, json.'),
  );
  await expect(governance('--control-plane', 'nowhere')).rejects.toThrow(/say an http or https URL/);
  await expect(governance('--what')).rejects.toThrow(/heady governance --help/);
});

test('lists nothing as kept for a control plane that is not reached', async () => {
  write('prod-health-intake', 'Owner: team-a, ');
  const { code, stdout, stderr } = await governance(
    '--control-plane',
    'http://127.0.0.1:1/',
    '--format',
    'csv',
  );
  expect(code).toBe(0);
  expect(stderr).toContain('could not be asked');
  expect(stdout).toContain('prod-health-intake,prod,undecided,catalog/prod-entry');
});
