import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Json } from '../connection/raw.ts';
import { pin as pinStage } from '../policy/pin.ts';
import { callOf } from '../policy/testCall.ts';
import { approve, reject } from './decide.ts';
import { hashOf } from './definition.ts';
import { OrganisationPins } from './organisationPins.ts';
import { Pins } from './pins.ts';
import { PINS_FILE, PinsFile } from './pinsFile.ts';

const TOOL = { name: 'tool', inputSchema: { type: 'object' } };
const CHANGED = { ...TOOL, inputSchema: { type: 'object', required: ['key'] } };

let folder: string;
let organisation: OrganisationPins;
let pins: Pins;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heady-pins-'));
  organisation = new OrganisationPins();
  pins = await Pins.load({ file: new PinsFile(join(folder, PINS_FILE)), firstSight: 'trust', organisation });
});
afterEach(async () => {
  pins.close();
  await rm(folder, { recursive: true, force: true });
});

function organisationDecides(definition: Json, decision: 'approved' | 'rejected'): void {
  const at = { kind: 'tools', name: 'tool', decidedAt: '2026-01-01T00:00:00Z' } as const;
  organisation.take('server', [{ ...at, hash: hashOf(definition) ?? '', decision, definition }]);
  pins.organisationDecided();
}

const see = (tool: Json) => pins.saw('server', 'tools', [tool], { own: [], neighbours: [] });
const choice = (definition: Json) => ({ server: 'server', kind: 'tools', name: 'tool', definition }) as const;

test('the organisation’s decision comes before the workspace’s approval', async () => {
  await see(CHANGED);
  expect(pins.judge('server', 'tools', CHANGED).state).toBe('pinned');
  organisationDecides(TOOL, 'approved');
  expect(pins.judge('server', 'tools', CHANGED)).toMatchObject({ state: 'changed', pinned: TOOL });
  await pins.decide((set) => approve(set, [choice(CHANGED)]));
  expect(pins.judge('server', 'tools', CHANGED).state).toBe('changed');
});

test('a workspace may have less than the organisation approves', async () => {
  organisationDecides(TOOL, 'approved');
  await pins.decide((set) => reject(set, [choice(TOOL)]));
  expect(pins.judge('server', 'tools', TOOL).state).toBe('rejected');
});

test('what the organisation decided about is not approved by being seen', async () => {
  organisationDecides(TOOL, 'rejected');
  await see(TOOL);
  expect(pins.pinsOf('server', 'tools').size).toBe(0);
  organisation.take('server', []);
  expect(pins.judge('server', 'tools', TOOL).state).toBe('new');
});

test('whoever judged before is told that it may be otherwise now', () => {
  let told = 0;
  pins.onChanged(() => told++);
  const before = pins.version;
  organisationDecides(TOOL, 'approved');
  expect([told, pins.version > before]).toEqual([1, true]);
});

test('a refused call says that it was the organisation', async () => {
  const stage = pinStage(pins);
  const call = callOf({ definition: CHANGED });
  organisationDecides(TOOL, 'approved');
  await expect(stage(call, async () => ({}))).rejects.toThrow('is not what your organisation approved');
  organisationDecides(CHANGED, 'rejected');
  await expect(stage(call, async () => ({}))).rejects.toThrow('was rejected by your organisation');
});
