import { expect, test } from 'vitest';
import { InputStore } from './inputStore.ts';

/** As much of an editor as is asked. */
function editor() {
  const secrets = new Map<string, string>();
  const state = new Map<string, unknown>();
  const context = {
    secrets: {
      get: async (name: string) => secrets.get(name),
      store: async (name: string, value: string) => void secrets.set(name, value),
      delete: async (name: string) => void secrets.delete(name),
    },
    workspaceState: {
      get: (name: string) => state.get(name),
      update: async (name: string, value: unknown) => void state.set(name, value),
    },
  };
  return { secrets, state, store: new InputStore(context as never) };
}

const SHOP = 'file:///work/shop/.vscode/mcp.json';
const OTHER = 'file:///work/other/.vscode/mcp.json';

test('an answer is for the file that asked, and lies among the secrets alone', async () => {
  const { secrets, state, store } = editor();
  await store.keep(SHOP, 'api-key', 'very-secret');
  expect([...(await store.answers(SHOP, ['api-key', 'other']))]).toEqual([['api-key', 'very-secret']]);
  expect((await store.answers(OTHER, ['api-key'])).size).toBe(0);
  expect([...secrets.values()]).toEqual(['very-secret']);
  expect(JSON.stringify([...state])).not.toContain('very-secret');
});

test('the keychain is left alone where nothing was answered', async () => {
  const { secrets, store } = editor();
  secrets.get = () => {
    throw new Error('The keychain was touched.');
  };
  expect((await store.answers(SHOP, ['api-key'])).size).toBe(0);
});

test('everything can be forgotten', async () => {
  const { secrets, store } = editor();
  await store.keep(SHOP, 'a', '1');
  await store.keep(OTHER, 'b', '2');
  expect(await store.forget()).toBe(2);
  expect(secrets.size).toBe(0);
  expect((await store.answers(SHOP, ['a'])).size).toBe(0);
});
