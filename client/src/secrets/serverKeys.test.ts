import { describe, expect, it } from 'vitest';
import type { ExtensionContext, LogOutputChannel } from 'vscode';
import { HAS_KEY, serverKeys } from './serverKeys.ts';

/** As much of an editor as is asked. */
function editor(state: Record<string, unknown>, keys: () => Promise<string[]>) {
  const warnings: string[] = [];
  const secrets = { keys, get: async (name: string) => `the key of ${name.split('.').at(-1)}` };
  const context = { globalState: { get: (name: string) => state[name] }, secrets };
  const log = { warn: (text: string) => warnings.push(text) };
  return {
    warnings,
    keys: () => serverKeys(context as unknown as ExtensionContext, log as unknown as LogOutputChannel),
  };
}

const kept = async () => ['heady.sealingKey.2026.b', 'another', 'heady.sealingKey.2026.a'];

describe('the keys that the server is started with', () => {
  it('are those in the keychain', async () => {
    const { keys, warnings } = editor({ [HAS_KEY]: true }, kept);
    expect(await keys()).toEqual({ HEADY_CONTROL_PLANE_SECRETS_KEY: 'the key of a,the key of b' });
    expect(warnings).toEqual([]);
  });

  it('are none, and the keychain is left alone, until somebody asks for one', async () => {
    const { keys } = editor({}, () => Promise.reject(new Error('The keychain was touched.')));
    expect(await keys()).toEqual({});
  });

  it('are none where the keychain has none or cannot be read, which the log tells', async () => {
    expect(await editor({ [HAS_KEY]: true }, async () => []).keys()).toEqual({});
    const { keys, warnings } = editor({ [HAS_KEY]: true }, () => Promise.reject(new Error('It is locked.')));
    expect(await keys()).toEqual({});
    expect(warnings).toEqual([expect.stringContaining('keeps no secrets: It is locked.')]);
  });
});
