import { once } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { service } from '../testing.ts';
import { type TestClient, TestPlane } from '../testPlane.ts';

let plane: TestPlane;
let ada: TestClient;
beforeEach(async () => {
  plane = await TestPlane.open();
  ada = await plane.connect('ada', 'admin');
});
afterEach(() => plane.dispose());

/** What a write of the store may be told: by which signal its caller gives up, last. */
type Options = { signal?: AbortSignal };

/** Has a write wait until its caller has given up. @returns what resolves once it waits */
function holdUp<Name extends string>(store: Record<Name, (...args: never[]) => unknown>, write: Name) {
  const begin = store[write].bind(store) as (...args: unknown[]) => unknown;
  return new Promise<void>((waits) => {
    store[write] = async (...args: unknown[]) => {
      const { signal } = args.at(-1) as Options;
      waits();
      if (signal && !signal.aborted) await once(signal, 'abort');
      return begin(...args);
    };
  });
}

const secret = { name: 'password', environment: 'dev' };

it.each([
  ['catalog_register', { manifest: service('dev-health-new') }, 'catalog', 'put'],
  [
    'catalog_retire',
    { kind: 'Service', name: 'dev-health-billing', environment: 'dev', ifVersion: 1 },
    'catalog',
    'retire',
  ],
  [
    'catalog_promote',
    { kind: 'Service', name: 'dev-health-billing', environment: 'dev', to: 'test', ifVersion: 1 },
    'catalog',
    'put',
  ],
  ['secret_set', { ...secret, value: 'second' }, 'secrets', 'put'],
  ['secret_remove', secret, 'secrets', 'remove'],
] as const)('%s writes nothing where the client gave up before it began', async (tool, args, part, write) => {
  await ada.register(service('dev-health-billing'));
  await ada.call('secret_set', { ...secret, value: 'first' });
  const kept = async () => [await plane.store.catalog.revision(), await plane.store.secrets.list()];
  const before = await kept();
  const waits = holdUp(plane.store[part] as never, write);
  const giveUp = new AbortController();
  const call = ada.mcp.callTool({ name: tool, arguments: { ...args } }, { signal: giveUp.signal });
  await waits;
  giveUp.abort();
  await expect(call).rejects.toThrow();
  await vi.waitFor(() => expect(plane.ended).toContainEqual([tool, 'failed']), { timeout: 120_000 });
  expect(await kept()).toEqual(before);
});
