import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { FirstSight } from '../pins/firstSight.ts';
import { Pins } from '../pins/pins.ts';
import { PINS_FILE, PinsFile } from '../pins/pinsFile.ts';
import { pin } from './pin.ts';
import { callOf } from './testCall.ts';

const TOOL = { name: 'tool', inputSchema: { type: 'object' } };
const reached = async () => ({ reached: true });

async function pinsWith(firstSight: FirstSight): Promise<Pins> {
  const folder = await mkdtemp(join(tmpdir(), 'heady-pin-'));
  const pins = await Pins.load({ file: new PinsFile(join(folder, PINS_FILE)), firstSight });
  onTestFinished(async () => {
    pins.close();
    await rm(folder, { recursive: true, force: true });
  });
  await pins.saw('server', 'tools', [TOOL], { own: [], neighbours: [] });
  return pins;
}

test('what is as it was approved is let pass, with another wording too', async () => {
  const stage = pin(await pinsWith('trust'));
  expect(await stage(callOf({ definition: TOOL }), reached)).toEqual({ reached: true });
  expect(await stage(callOf({ definition: { ...TOOL, title: 'T' } }), reached)).toEqual({ reached: true });
});

test('what changed, or is new, is refused, and how to go on is said', async () => {
  const stage = pin(await pinsWith('trust'));
  const changed = { ...TOOL, inputSchema: { type: 'object', required: ['key'] } };
  await expect(stage(callOf({ definition: changed }), reached)).rejects.toMatchObject({
    rule: 'gateway/pin',
    message: expect.stringMatching(
      /is not what was approved any more.*heady gateway pins diff --server server/,
    ),
  });
  const other = callOf({ item: 'other', definition: { ...TOOL, name: 'other' } });
  await expect(stage(other, reached)).rejects.toThrow('was not approved yet');
});

test("what no list has is its server's to say, unless it was approved or everything is to be", async () => {
  const trusting = pin(await pinsWith('trust'));
  expect(await trusting(callOf({ item: 'hidden' }), reached)).toEqual({ reached: true });
  await expect(trusting(callOf(), reached)).rejects.toThrow('its server does not list it any more');
  const asking = pin(await pinsWith('ask'));
  await expect(asking(callOf({ item: 'hidden' }), reached)).rejects.toMatchObject({ rule: 'gateway/pin' });
});

test('resources are not pinned; prompts are, for completion too', async () => {
  const stage = pin(await pinsWith('ask'));
  expect(await stage(callOf({ method: 'resources/read', item: 'file:///a' }), reached)).toEqual({
    reached: true,
  });
  const ref = { type: 'ref/prompt', name: 'greet' };
  const completion = callOf({ method: 'completion/complete', item: 'greet', params: { ref } });
  await expect(stage(completion, reached)).rejects.toThrow(
    'The prompt "greet" of "server" was not approved yet',
  );
});
