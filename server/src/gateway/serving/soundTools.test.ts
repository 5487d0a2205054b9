import { expect, test } from 'vitest';
import { type Alert, Alerts } from '../telemetry/alerts.ts';
import { soundTools } from './soundTools.ts';

const tool = (name: string, header: unknown) => ({
  name,
  inputSchema: { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': header } } },
});

test('tools that ask wrongly for headers are left out, which people hear once, and again when it is over', async () => {
  const alerts = new Alerts();
  const told: Alert[] = [];
  alerts.listen((alert) => void told.push(alert));
  const [right, wrong] = [tool('right', 'Region'), tool('wrong', 'Re gion')];
  for (let i = 0; i < 2; i++) expect(soundTools('cities', [right, wrong], alerts)).toEqual([right]);
  expect(soundTools('cities', [right], alerts)).toEqual([right]);
  await expect
    .poll(() => told.map(({ feeling }) => feeling), { timeout: 60_000 })
    .toEqual(['pain', 'pleasure']);
  expect(told[0]?.message).toContain('are left out: "wrong".');
});
