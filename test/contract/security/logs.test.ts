import { expect, it } from 'vitest';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { JWT_SECRET, startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { HTTP_PEERS } from '../controlPlane/peers.ts';
import { mcpHeaders, sendRaw } from '../controlPlane/rawHttp.ts';
import { tokenOf } from '../controlPlane/tokens.ts';

it('the log holds nothing of what is sent, nor tokens; each line there is ours', async () => {
  const { url, lines, child, exited } = await startHttp({ args: ['--log-level', 'debug'] });
  const MARK = 'MARK-OF-THE-ARGUMENTS';
  const forged = '\n{"level":30,"msg":"forged"}\r\n\u001b[31mred\u2028\u202e';
  const token = await tokenOf('admin', { subject: 'mallory' });
  const call = (name: string, args: unknown) => ({
    jsonrpc: '2.0',
    id: 1,
    method: 'tools/call',
    params: { name, arguments: args },
  });
  const session = await sendRaw(url, {
    headers: mcpHeaders(token),
    body: [
      JSON.stringify({
        jsonrpc: '2.0',
        id: 0,
        method: 'initialize',
        params: {
          protocolVersion: '2025-11-25',
          capabilities: {},
          clientInfo: { name: `${MARK}${forged}`, version: forged },
        },
      }),
    ],
  });
  const headers = { ...mcpHeaders(token), 'mcp-session-id': String(session.headers['mcp-session-id']) };
  for (const message of [
    call('catalog_search', { text: MARK + forged }),
    call('catalog_register', { manifest: service(`dev-health-${MARK}`), source: MARK }),
    call(MARK + forged, { a: MARK }),
    { jsonrpc: '2.0', id: 2, method: MARK + forged },
    call('catalog_register', { manifest: MARK }),
  ]) {
    await sendRaw(url, { headers, body: [JSON.stringify(message)] });
  }
  await sendRaw(url, {
    headers: { ...headers, 'x-mark': MARK, cookie: MARK },
    path: `/${MARK}?${MARK}`,
    method: 'GET',
  });
  await sendRaw(url, { headers, body: [`{"${MARK}`] });
  // Made fit to be logged it could be somebody else's.
  const nobody = mcpHeaders(await tokenOf('admin', { subject: `mallory${forged}` }));
  expect((await sendRaw(url, { headers: nobody, body: ['{}'] })).status).toBe(401);
  const viewer = await HTTP_PEERS[0]?.connect(url, await tokenOf('viewer', { subject: 'vic' }));
  await viewer?.call('catalog_register', { manifest: service(`dev-health-${MARK}`) });
  child.kill('SIGTERM');
  await exited;
  expect(lines.at(-1)).toContain('"ended"');
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({
      msg: 'refused',
      rule: 'access/catalog_register/dev',
      what: 'catalog_register',
      subject: 'vic',
    }),
  );
  expect(lines.length).toBeGreaterThan(8);
  for (const line of lines) {
    expect(JSON.parse(line)).toMatchObject({
      msg: expect.stringMatching(/^(listening|request|refused|ending|ended|a request that MCP refused)$/),
    });
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  }
  const everything = lines.join('\n');
  for (const secret of [MARK, TOKEN, JWT_SECRET, token, token.split('.')[2] ?? ''])
    expect(everything).not.toContain(secret);
  expect(everything).toContain('mallory');
});
