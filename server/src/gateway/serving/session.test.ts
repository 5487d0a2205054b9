import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOG_LEVEL_META_KEY } from '@modelcontextprotocol/client';
import { afterEach, expect, test } from 'vitest';
import type { Message } from '../connection/caller.ts';
import { Pins } from '../pins/pins.ts';
import { PINS_FILE, PinsFile } from '../pins/pinsFile.ts';
import { exchangeOf, gatewayTo, type TestServer } from '../testGateway.ts';
import { instructionsOf } from './instructions.ts';

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

function serving(...args: Parameters<typeof gatewayTo>) {
  const all = gatewayTo(...args);
  ends.push(() => all.gateway.close());
  return all;
}

async function pinsThatAsk(): Promise<Pins> {
  const folder = await mkdtemp(join(tmpdir(), 'heady-session-'));
  ends.push(() => rm(folder, { recursive: true, force: true }));
  return await Pins.load({ file: new PinsFile(join(folder, PINS_FILE)), firstSight: 'ask' });
}

const NOTES: TestServer = {
  instructions: 'Read before you write.',
  answers: {
    'tools/list': { tools: [] },
    'resources/list': { resources: [{ uri: 'notes://front', name: 'front' }] },
    'resources/templates/list': { resourceTemplates: [{ uriTemplate: 'notes://{day}', name: 'day' }] },
    'resources/read': { contents: [{ uri: 'notes://front', text: 'read' }] },
    'completion/complete': { completion: { values: ['monday'] } },
  },
};
const OTHER: TestServer = { answers: { 'resources/list': { resources: [] } } };

test.each([
  ['the only server', { notes: NOTES }],
  ['one of several', { other: OTHER, notes: NOTES }],
])(
  'what fits a template that nobody approved is not read, completed or listened to: %s',
  async (_, servers) => {
    const { session, client } = serving(servers, { pins: await pinsThatAsk() });
    const refused = {
      rule: 'gateway/pin',
      message: expect.stringContaining('resource template "notes://{day}"'),
    };
    await expect(session.readResource({ uri: 'notes://monday' }, exchangeOf())).rejects.toMatchObject(
      refused,
    );
    const ref = { type: 'ref/resource', uri: 'notes://{day}' };
    await expect(session.complete({ ref, argument: {} }, exchangeOf())).rejects.toMatchObject(refused);
    const options = { caller: client, signal: new AbortController().signal };
    await expect(session.subscribe('notes://monday', options)).rejects.toMatchObject(refused);
    // What the server lists by itself is no matter of templates.
    await expect(session.readResource({ uri: 'notes://front' }, exchangeOf())).resolves.toBeDefined();
    expect(await session.list('templates')).toEqual([]);
  },
);

test('without pins a template leads to its server, and what nobody has is nowhere', async () => {
  const { session } = serving({ other: OTHER, notes: NOTES });
  await expect(session.readResource({ uri: 'notes://monday' }, exchangeOf())).resolves.toBeDefined();
  await expect(session.readResource({ uri: 'mail://monday' }, exchangeOf())).rejects.toThrow(
    'There is no resource "mail://monday".',
  );
});

test('how a server is to be used is told once it is known and approved', async () => {
  const open = serving({ notes: NOTES });
  const told = ({ gateway }: typeof open) => instructionsOf(gateway.upstreams, gateway.offer);
  expect(told(open)).toBeUndefined();
  await open.session.list('tools');
  expect(told(open)).toBe('# notes\n\n> Read before you write.');
  const endless = serving({ notes: { ...NOTES, instructions: 'x'.repeat(200_000) } });
  await endless.session.list('tools');
  expect(told(endless)).toBeUndefined();
  const withheld = serving({ notes: NOTES }, { pins: await pinsThatAsk() });
  await withheld.session.list('tools');
  expect(told(withheld)).toBeUndefined();
});

test('a client of 2026-07-28 hears of pain while it calls, as far as its call wants a log', async () => {
  const heard: Message[] = [];
  const all = serving({
    notes: { answers: { 'tools/list': { tools: [{ name: 'hurt', inputSchema: { type: 'object' } }] } } },
  });
  const { alerts } = all.gateway.governance;
  const exchange = exchangeOf({
    isAskedByAnswer: true,
    tell: (notification) => void heard.push(notification),
    extras: { _meta: { [LOG_LEVEL_META_KEY]: 'info' } },
  });
  all.gateway.governance.observers.push(() =>
    alerts.raise({ cause: 'pain', server: 'notes', message: '"notes" hurts.' }),
  );
  await all.session.callTool({ name: 'hurt' }, exchange);
  expect(heard).toEqual([
    {
      method: 'notifications/message',
      params: {
        level: 'warning',
        logger: 'heady-gateway',
        data: { message: '"notes" hurts.', feeling: 'pain', server: 'notes', cause: 'pain' },
      },
    },
  ]);
  alerts.recover({ cause: 'pain', server: 'notes', message: 'It is over.' });
  expect(heard).toHaveLength(1);
});
