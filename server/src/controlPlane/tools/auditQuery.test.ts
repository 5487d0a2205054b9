import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { service, vertical } from '../testing.ts';
import { type TestClient, TestPlane, textOf } from '../testPlane.ts';

interface Page {
  records: { seq: number; actor: string; action: string; outcome: string; details?: object }[];
  nextCursor?: string;
}

const URI = 'heady://audit';

let plane: TestPlane;
let admin: TestClient;

beforeEach(async () => {
  plane = await TestPlane.open();
  admin = await plane.connect('ada', 'admin');
});
afterEach(() => plane.dispose());

const query = async (args: object = {}) => (await admin.ask('audit_query', args)) as Page;

describe('audit_query', () => {
  it('tells who did what, the latest first', async () => {
    await admin.register(vertical('health'), service('dev-health-a'));
    const viewer = await plane.connect('vera', 'viewer');
    await viewer.call('catalog_register', { manifest: service('dev-health-b') });
    const answer = await admin.call('audit_query', { limit: 2 });
    expect(answer.structuredContent).toMatchObject({
      records: [
        {
          seq: 3,
          actor: 'vera',
          action: 'catalog_register',
          target: 'Service dev-health-b',
          outcome: 'refused',
        },
        { seq: 2, actor: 'ada', role: 'admin', environment: 'dev', vertical: 'health', outcome: 'created' },
      ],
      nextCursor: expect.any(String),
    });
    expect(textOf(answer).split('\n')).toEqual([
      expect.stringMatching(/^3 \S+Z vera catalog_register refused Service dev-health-b \{"rule":/),
      expect.stringMatching(
        /^2 \S+Z ada \(admin\) catalog_register created heady:\/\/catalog\/dev\/Service\/dev-health-a /,
      ),
      expect.stringMatching(/^More with cursor \S+$/),
    ]);
  });

  it('pages without losing or repeating a record while others come', async () => {
    await plane.store.audit.append(
      Array.from({ length: 25 }, (_, i) => ({ actor: 'bob', action: `a${i}`, outcome: 'done' })),
    );
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await query({ actor: 'bob', limit: 10, ...(cursor ? { cursor } : {}) });
      seen.push(...page.records.map(({ seq }) => seq));
      cursor = page.nextCursor;
      await plane.store.audit.append([{ actor: 'bob', action: 'meanwhile', outcome: 'done' }]);
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i));
  });

  it('finds by each condition, and by time in whatever zone', async () => {
    await plane.store.audit.append([
      { actor: 'bob', action: 'a', outcome: 'done', environment: 'prod', target: 't', correlation: 'c' },
      { actor: 'bob', action: 'b', outcome: 'failed', vertical: 'health' },
    ]);
    const found = async (args: object) =>
      (await query({ actor: 'bob', ...args })).records.map(({ action }) => action);
    expect(await found({})).toEqual(['b', 'a']);
    for (const args of [{ action: 'a' }, { environment: 'prod' }, { target: 't' }, { correlation: 'c' }])
      expect(await found(args)).toEqual(['a']);
    for (const args of [{ outcome: 'failed' }, { vertical: 'health' }])
      expect(await found(args)).toEqual(['b']);
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString().replace('Z', '+00:00');
    expect(await found({ from: hourAgo })).toEqual(['b', 'a']);
    expect(await found({ until: hourAgo })).toEqual([]);
    expect(textOf(await admin.call('audit_query', { actor: "' OR 1=1 --" }))).toBe(
      'Nothing in the audit log matches.',
    );
  });

  it.each([{ from: 'yesterday' }, { limit: 0 }, { limit: 501 }, { environment: 'moon' }, { cursor: 'x' }])(
    'refuses %j',
    async (args) => {
      expect(await admin.call('audit_query', args)).toMatchObject({ isError: true });
    },
  );

  it('records that it was read, by what conditions but not for what', async () => {
    await query({ actor: 'somebody-in-particular', limit: 7 });
    const [last] = await plane.store.audit.query({}, 1);
    expect(last).toMatchObject({
      actor: 'ada',
      action: 'audit_query',
      outcome: 'read',
      details: { by: ['actor'], records: 0 },
    });
    expect(JSON.stringify(last)).not.toContain('somebody');
  });
});

describe('heady://audit', () => {
  it('is the latest of the log, and tells whoever subscribed that it has grown', async () => {
    const told: string[] = [];
    admin.mcp.setNotificationHandler(
      'notifications/resources/updated',
      ({ params }) => void told.push(params.uri),
    );
    await admin.mcp.subscribeResource({ uri: URI });
    await admin.register(vertical('health'));
    await vi.waitFor(() => expect(told).toEqual([URI]), { timeout: 120_000 });
    const [content] = (await admin.mcp.readResource({ uri: URI })).contents;
    const page = JSON.parse(content && 'text' in content ? content.text : '') as Page;
    expect(page.records).toMatchObject([{ seq: 1, action: 'catalog_register', outcome: 'created' }]);
    expect(await plane.store.audit.query({}, 1)).toMatchObject([{ action: URI, outcome: 'read' }]);
  });

  it.each(['operator', 'agent', 'builder', 'viewer'] as const)('is nothing for the role %s', async (role) => {
    const client = await plane.connect('somebody', role);
    await expect(client.mcp.readResource({ uri: URI })).rejects.toThrow(/Refused by access\/heady:\/\/audit/);
    await expect(client.mcp.subscribeResource({ uri: URI })).rejects.toThrow(
      /Refused by access\/heady:\/\/audit/,
    );
    expect(await plane.store.audit.query({ target: URI, outcome: 'refused' }, 9)).toHaveLength(1);
  });
});
