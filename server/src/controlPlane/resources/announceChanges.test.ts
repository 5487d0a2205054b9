import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport, McpServer } from '@modelcontextprotocol/server';
import { expect, it } from 'vitest';
import type { Principal } from '../access/principal.ts';
import type { Change } from '../store/catalogStore.ts';
import { announceChanges } from './announceChanges.ts';

const CHANGE: Change = { kind: 'Vertical', name: 'health', environment: undefined, revision: 1, version: 2 };

it('tells a session that nodes share of what its user may read, and of nothing before it is known', async () => {
  let user: Principal | undefined;
  const catalog: ((changes: readonly Change[]) => void)[] = [];
  const audit: (() => void)[] = [];
  const pins: ((servers: readonly string[]) => void)[] = [];
  const store = {
    catalog: { watch: (listener: (changes: readonly Change[]) => void) => added(catalog, listener) },
    audit: { watch: (listener: () => void) => added(audit, listener) },
    pins: { watch: (listener: (servers: readonly string[]) => void) => added(pins, listener) },
  };
  const server = new McpServer(
    { name: 's', version: '1' },
    { capabilities: { resources: { subscribe: true } } },
  );
  announceChanges(server, store, () => ({ subject: 'x', roles: [] }), { allTo: () => user });
  const client = new Client({ name: 'c', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
  const told: string[] = [];
  client.setNotificationHandler(
    'notifications/resources/updated',
    ({ params }) => void told.push(params.uri),
  );
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await server.connect(theirs);
  await client.connect(ours);
  const happens = async () => {
    told.length = 0;
    for (const tell of audit) tell();
    for (const tell of catalog) tell([CHANGE]);
    for (const tell of pins) tell(['files & more']);
    await client.ping();
    return [...told];
  };
  expect(await happens()).toEqual([]);
  user = { subject: 'vera', roles: ['viewer'] };
  expect(await happens()).toEqual(
    expect.arrayContaining(['heady://catalog/none', 'heady://pins/files%20%26%20more']),
  );
  expect(told).not.toContain('heady://audit');
  user = { subject: 'ada', roles: ['admin'] };
  expect(await happens()).toEqual(expect.arrayContaining(['heady://audit', 'heady://catalog/none']));
});

function added<T>(list: T[], each: T): () => void {
  list.push(each);
  return () => {};
}
