import { expect, test } from 'vitest';
import { SignInStore } from './signInStore.ts';

const SERVER = 'https://issues.example/mcp';

test('a sign-in lies among the secrets alone, and the keychain is left alone where there is none', async () => {
  const secrets = new Map<string, string>();
  const state = new Map<string, unknown>();
  const asked: string[] = [];
  const store = new SignInStore({
    secrets: {
      get: async (name: string) => {
        asked.push(name);
        return secrets.get(name);
      },
      store: async (name: string, value: string) => void secrets.set(name, value),
      delete: async (name: string) => void secrets.delete(name),
    },
    globalState: {
      get: (name: string) => state.get(name),
      update: async (name: string, value: unknown) => void state.set(name, value),
    },
  } as never);
  expect(await store.read(SERVER)).toBeUndefined();
  expect(asked).toEqual([]);
  await store.write(SERVER, 'very-secret');
  expect(await store.read(SERVER)).toBe('very-secret');
  expect(await store.read('https://other.example/mcp')).toBeUndefined();
  expect(JSON.stringify([...state])).not.toContain('very-secret');
  await store.write(SERVER, undefined);
  expect(await store.read(SERVER)).toBeUndefined();
  expect(secrets.size).toBe(0);
});
