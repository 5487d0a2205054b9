import type { Client } from '@modelcontextprotocol/client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '../access/limits.ts';
import { KeyRing } from '../secrets/keyRing.ts';
import { openSecret } from '../secrets/openSecret.ts';
import { Vault } from '../secrets/vault.ts';
import type { Store } from '../store/store.ts';
import { TestPlane } from '../testPlane.ts';

const RING = new KeyRing(['a key of the tests, 32 bytes or more']);
const DB = { name: 'health/db', environment: 'dev' } as const;
const VALUE = 'grün "and" secret\n';

let plane: TestPlane;
let store: Store;
beforeEach(async () => {
  plane = await TestPlane.open();
  store = plane.store;
});
afterEach(() => plane.dispose());

/** A client of an admin. */
async function connect(ring: KeyRing | 'no key' = RING, limits = DEFAULT_LIMITS): Promise<Client> {
  const client = await plane.connectAs(
    { subject: 'ada', roles: ['admin'] },
    {
      answer: () => ({ action: 'accept', content: { approve: true } }),
      parts: { vault: new Vault(store.secrets, ring === 'no key' ? undefined : ring) },
      limits,
    },
  );
  // Listing first has the client check every answer against its schema.
  await client.listTools();
  return client;
}

const call = (client: Client, name: string, args: object) =>
  client.callTool({ name, arguments: { ...args } });

describe('secret_set', () => {
  it('keeps a value sealed, and answers with all but the value', async () => {
    const client = await connect();
    const answer = await call(client, 'secret_set', { ...DB, value: VALUE });
    const secret = {
      ...DB,
      ref: 'heady://secrets/health/db',
      version: 1,
      keyId: RING.current.id,
      updatedAt: expect.any(String),
    };
    expect(answer.structuredContent).toEqual({ outcome: 'created', secret });
    expect(answer.content).toEqual([
      {
        type: 'text',
        text: expect.stringMatching(/^Created: heady:\/\/secrets\/health\/db \(dev\), version 1 of 20/),
      },
    ]);
    const kept = await store.secrets.get(DB);
    expect(kept && openSecret(RING, kept)).toEqual(Buffer.from(VALUE));
    expect((await call(client, 'secret_set', { ...DB, value: 'another' })).structuredContent).toMatchObject({
      outcome: 'updated',
      secret: { version: 2 },
    });
  });

  it('changes nothing where meanwhile another version is there', async () => {
    const client = await connect();
    const absent = await call(client, 'secret_set', { ...DB, value: VALUE, ifVersion: 1 });
    expect(absent.structuredContent).toEqual({ outcome: 'conflict' });
    await call(client, 'secret_set', { ...DB, value: VALUE });
    const late = await call(client, 'secret_set', { ...DB, value: 'late', ifVersion: 0 });
    expect(late.structuredContent).toMatchObject({ outcome: 'conflict', secret: { version: 1 } });
    const kept = await store.secrets.get(DB);
    expect(kept && openSecret(RING, kept)).toEqual(Buffer.from(VALUE));
  });

  it('writes down what was done, and nothing of the value', async () => {
    const client = await connect();
    const args = { name: 'health/db', environment: 'prod' };
    await call(client, 'secret_set', { ...args, value: VALUE });
    await call(client, 'secret_set', { ...args, value: VALUE, ifVersion: 7 });
    await call(client, 'secret_remove', args);
    const records = await store.audit.query({ target: 'heady://secrets/health/db' }, 10);
    expect(
      records.map(({ action, outcome, environment, details }) => [action, outcome, environment, details]),
    ).toEqual([
      ['secret_remove', 'removed', 'prod', { approved: true }],
      ['secret_set', 'conflict', 'prod', { version: 1, approved: true }],
      ['secret_set', 'created', 'prod', { version: 1, approved: true }],
    ]);
  });

  it.each<[string, object]>([
    ['no value', { ...DB }],
    ['an empty value', { ...DB, value: '' }],
    ['more than 64 KiB', { ...DB, value: 'x'.repeat(65_537) }],
    ['more than 64 KiB of UTF-8', { ...DB, value: 'ü'.repeat(32_769) }],
    ['a NUL', { ...DB, value: 'Zq7xWv3k\0' }],
    ['half a surrogate pair', { ...DB, value: 'Zq7xWv3k\ud800' }],
    ['a number', { ...DB, value: 7 }],
    ['no environment there is', { ...DB, environment: 'Zq7xWv3k', value: 'Zq7xWv3k' }],
    ...['', 'Zq7xWv3k', 'a/', '/a', 'a//b', '../a', 'a b', 'heady://secrets/a', 'a'.repeat(201)].map(
      (name): [string, object] => [`the name "${name}"`, { name, value: 'Zq7xWv3k' }],
    ),
  ])('refuses %s without repeating it', async (_, args) => {
    const answer = await call(await connect(), 'secret_set', args);
    expect(answer.isError).toBe(true);
    expect(JSON.stringify(answer)).not.toContain('Zq7xWv3k');
    expect(await store.secrets.list()).toEqual([]);
  });

  it('takes 64 KiB', async () => {
    const answer = await call(await connect(), 'secret_set', { ...DB, value: 'ü'.repeat(32_768) });
    expect(answer.structuredContent).toMatchObject({ outcome: 'created' });
  });

  it('refuses without a key, says what to set, and leaves what is there', async () => {
    await call(await connect(), 'secret_set', { ...DB, value: VALUE });
    const before = await store.secrets.get(DB);
    const client = await connect('no key');
    const answer = await call(client, 'secret_set', { ...DB, value: 'Zq7xWv3k' });
    expect(answer).toMatchObject({
      isError: true,
      content: [
        { text: expect.stringMatching(/no key .* HEADY_CONTROL_PLANE_SECRETS_KEY .*--secrets-key-file/) },
      ],
    });
    expect(await store.secrets.get(DB)).toEqual(before);
    expect(await store.audit.query({ outcome: 'refused' }, 10)).toMatchObject([
      { action: 'secret_set', environment: 'dev', details: { rule: 'secrets/no-key' } },
    ]);
  });

  it('counts as an act of administration', async () => {
    const client = await connect(RING, { ...DEFAULT_LIMITS, administration: 1 });
    await call(client, 'secret_set', { ...DB, value: VALUE });
    const answer = await call(client, 'secret_remove', DB);
    expect(answer).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining('limits/administration') }],
    });
  });
});

describe('secret_remove', () => {
  it('erases the value, unless there is none or it changed meanwhile', async () => {
    const client = await connect();
    await call(client, 'secret_set', { ...DB, value: VALUE });
    const late = await call(client, 'secret_remove', { ...DB, ifVersion: 2 });
    expect(late.structuredContent).toMatchObject({ outcome: 'conflict', secret: { ...DB, version: 1 } });
    expect((await call(client, 'secret_remove', DB)).structuredContent).toEqual({ outcome: 'removed' });
    expect(await store.secrets.get(DB)).toBeUndefined();
    expect((await call(client, 'secret_remove', DB)).structuredContent).toEqual({ outcome: 'absent' });
  });
});

describe('secret_list', () => {
  it('tells of secrets by environment and page, without values', async () => {
    const client = await connect();
    for (const [name, environment] of [
      ['b', 'dev'],
      ['a/x', 'dev'],
      ['a', undefined],
      ['a', 'prod'],
    ] as const)
      await call(client, 'secret_set', { name, value: VALUE, ...(environment ? { environment } : {}) });
    const list = async (args: object) =>
      (await call(client, 'secret_list', args)).structuredContent as {
        secrets: { name: string; environment?: string }[];
        nextCursor?: string;
      };
    const names = ({ secrets }: { secrets: { name: string; environment?: string }[] }) =>
      secrets.map(({ name, environment = '' }) => `${name} ${environment}`);
    const all = ['a ', 'a prod', 'a/x dev', 'b dev'];
    expect(names(await list({}))).toEqual(all);
    expect(names(await list({ environment: 'dev' }))).toEqual(['a/x dev', 'b dev']);
    expect(names(await list({ environment: 'none' }))).toEqual(['a ']);
    const pages: string[] = [];
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page = await list({ limit: 1, ...(cursor === undefined ? {} : { cursor }) });
      pages.push(...names(page));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual(all);
    const forged = await call(client, 'secret_list', { cursor: 'x' });
    expect(forged).toMatchObject({ isError: true, content: [{ text: expect.stringContaining('cursor') }] });
  });

  it('says which cannot be opened any more, and by which key they could', async () => {
    await call(await connect(), 'secret_set', { ...DB, value: VALUE });
    const before = await store.secrets.get(DB);
    for (const ring of ['no key', new KeyRing(['another key of the tests, as long as that'])] as const) {
      const answer = await call(await connect(ring), 'secret_list', {});
      expect(answer.structuredContent).toMatchObject({
        secrets: [{ ...DB, keyId: RING.current.id, openable: false }],
      });
      expect(answer.content).toMatchObject([
        { text: expect.stringContaining(`key ${RING.current.id}, which is not here`) },
      ]);
    }
    expect(await store.secrets.get(DB)).toEqual(before);
  });
});
