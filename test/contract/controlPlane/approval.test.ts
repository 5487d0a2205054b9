import { describe, expect, it } from 'vitest';
import { REFUSED_BY } from '../../../server/src/controlPlane/access/guard.ts';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { startHttp } from './httpProcess.ts';
import { mcpHeaders, sendRaw } from './rawHttp.ts';
import { tokenOf } from './tokens.ts';

const YES = { approval: { action: 'accept', content: { approve: true } } };

interface Reply {
  result?: {
    resultType?: string;
    requestState?: string;
    isError?: boolean;
    structuredContent?: { outcome: string };
    _meta?: Record<string, unknown>;
  };
  error?: { code: number };
}

/** Registers in prod as a client of 2026-07-28 that is free to lie. */
async function register(url: URL, token: string, name: string, more: object = {}): Promise<Reply> {
  const headers = {
    ...mcpHeaders(token),
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': 'catalog_register',
  };
  const params = {
    name: 'catalog_register',
    arguments: { manifest: service(name) },
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': { name: 'liar', version: '1' },
      'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
    },
    ...more,
  };
  const { body } = await sendRaw(url, {
    headers,
    body: [JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params })],
  });
  return JSON.parse(body);
}

describe('an approval', () => {
  it('is good for the call that was asked about, by whom it was asked, and for no other', async () => {
    const { url } = await startHttp();
    const [olga, otto] = await Promise.all(
      ['olga', 'otto'].map((subject) => tokenOf('operator', { subject })),
    );
    if (!olga || !otto) throw new Error('Tokens are missing.');
    const asked = (await register(url, olga, 'prod-health-a')).result;
    expect(asked).toMatchObject({ resultType: 'input_required', requestState: expect.any(String) });
    const state = { inputResponses: YES, requestState: asked?.requestState };

    // Nobody asked: it is asked now, whatever was answered beforehand.
    const unasked = await register(url, olga, 'prod-health-a', { inputResponses: YES });
    expect(unasked.result).toMatchObject({ resultType: 'input_required' });
    // For another call it is asked anew.
    const other = await register(url, olga, 'prod-health-b', state);
    expect(other.result).toMatchObject({ resultType: 'input_required' });
    // From somebody else, or forged, it counts for nothing.
    expect((await register(url, otto, 'prod-health-a', state)).error?.code).toBe(-32602);
    for (const requestState of ['', 'x', `${asked?.requestState}x`, btoa('{"p":{"call":"x"}}')]) {
      const forged = await register(url, olga, 'prod-health-a', { inputResponses: YES, requestState });
      expect(forged.result?.structuredContent).toBeUndefined();
    }
    // Neither is a no a yes.
    const no = { approval: { action: 'decline' } };
    const declined = await register(url, olga, 'prod-health-a', { ...state, inputResponses: no });
    expect(declined.result?._meta?.[REFUSED_BY]).toBe('access/catalog_register/prod');

    const approved = await register(url, olga, 'prod-health-a', state);
    expect(approved.result?.structuredContent).toMatchObject({ outcome: 'created' });
    // Sent twice, it is done once.
    const again = await register(url, olga, 'prod-health-a', state);
    expect(again.result?.structuredContent).toMatchObject({ outcome: 'unchanged' });
  });

  it('is of no use to whom the table gives nothing', async () => {
    const { url } = await startHttp();
    const asked = await register(url, await tokenOf('operator', { subject: 'olga' }), 'prod-health-a');
    for (const role of ['agent', 'builder', 'viewer']) {
      const token = await tokenOf(role, { subject: 'olga' });
      const state = { inputResponses: YES, requestState: asked.result?.requestState };
      const { result } = await register(url, token, 'prod-health-a', state);
      expect(result).toMatchObject({
        isError: true,
        _meta: { [REFUSED_BY]: 'access/catalog_register/prod' },
      });
    }
  });
});
