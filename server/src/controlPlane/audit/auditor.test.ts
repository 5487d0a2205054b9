import { expect, it } from 'vitest';
import type { AuditEvent } from '../store/auditLog.ts';
import { Auditor } from './auditor.ts';

const CALL = {
  action: 'catalog_register',
  principal: { subject: 'eve\r\nadmin\u202E', roles: [] },
  correlation: 'c',
  signal: new AbortController().signal,
};

it('cuts and cleans whatever came from outside', async () => {
  const kept: AuditEvent[] = [];
  const log = { append: async (events: readonly AuditEvent[]) => void kept.push(...events) };
  const long = 'x'.repeat(1_000_000);
  await new Auditor(log, 'node-1').record(CALL, {
    target: `heady://catalog/dev/Service/${long}`,
    vertical: 'a\0b\u001b[31m',
    outcome: 'refused',
    details: { rules: Array.from({ length: 5_000 }, () => long), [long]: { deep: ['\n', 7, true, null] } },
  });
  const [event] = kept;
  expect(event).toMatchObject({
    actor: 'eve\uFFFD\uFFFDadmin\uFFFD',
    vertical: 'a\uFFFDb\uFFFD[31m',
    outcome: 'refused',
  });
  expect(event?.target).toMatch(/^heady:\/\/catalog\/dev\/Service\/x+\.\.\.$/);
  expect(JSON.stringify(event).length).toBeLessThan(30_000);
  expect(JSON.stringify(event)).toContain('"deep":["\uFFFD",7,true,null]');
});

it('keeps no credential that somebody gives as a reason', async () => {
  const kept: AuditEvent[] = [];
  const log = { append: async (events: readonly AuditEvent[]) => void kept.push(...events) };
  const reason = `Rotated after the leak of ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}, see the ticket`;
  await new Auditor(log, 'node-1').record(CALL, { outcome: 'retired', details: { reason } });
  expect(kept[0]?.details).toEqual({ reason: 'Rotated after the leak of [redacted], see the ticket' });
});
