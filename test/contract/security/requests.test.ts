import { connect as connectSocket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { mcpHeaders, sendRaw } from '../controlPlane/rawHttp.ts';
import { tokenOf } from '../controlPlane/tokens.ts';
import { CAME_IN, knock, LIST } from './knock.ts';

describe('a request', () => {
  it('is refused where it is too large, said or unsaid', async () => {
    const { url } = await startHttp({ args: ['--body-limit', '10000'] });
    const large = 'x'.repeat(20_000);
    const headers = mcpHeaders(TOKEN);
    expect(
      (await sendRaw(url, { headers: { ...headers, 'content-length': '20000' }, body: [large] })).status,
    ).toBe(413);
    const chunked = await sendRaw(url, {
      headers: { ...headers, 'transfer-encoding': 'chunked' },
      body: [large],
    });
    expect(chunked.status).toBe(413);
    // Whoever has no token cannot even make it read.
    const unread = {
      headers: { ...mcpHeaders(), 'content-length': '2000000000' },
      body: ['x'],
      unfinished: true,
    };
    expect((await sendRaw(url, unread)).status).toBe(401);
    expect((await knock(url, TOKEN)).status).toBe(CAME_IN);
  });

  it('is given up where it does not come', async () => {
    const { url } = await startHttp({ args: ['--body-timeout', '3'] });
    const slow = {
      headers: { ...mcpHeaders(TOKEN), 'content-length': '100' },
      body: ['{'],
      unfinished: true,
    };
    expect((await sendRaw(url, slow)).status).toBe(408);
    const headersOnly = connectSocket(Number(url.port), url.hostname);
    headersOnly.write('POST /mcp HTTP/1.1\r\nHost: localhost\r\n');
    headersOnly.on('error', () => {}).resume();
    await new Promise((resolve) => headersOnly.once('close', resolve));
    expect((await knock(url, TOKEN)).status).toBe(CAME_IN);
  });

  it('finds nothing where nothing is', async () => {
    const { url } = await startHttp();
    for (const path of [
      '/',
      '/mcp/',
      '/mcp/../metrics',
      '//mcp',
      '/mcp%00',
      '/MCP',
      '/%6dcp',
      '/etc/passwd',
      '/..%2f',
      '/healthz/x',
    ]) {
      const answer = await sendRaw(url, { method: 'GET', path, headers: mcpHeaders(TOKEN) });
      expect({ path, status: answer.status }).toEqual({ path, status: 404 });
    }
    for (const method of ['PUT', 'PATCH', 'OPTIONS', 'TRACE']) {
      const { status } = await sendRaw(url, { method, headers: mcpHeaders(TOKEN), body: [] });
      expect({ method, refused: status >= 400 && status < 500 }).toEqual({ method, refused: true });
    }
  });

  it('that is no message is answered so', async () => {
    const { url } = await startHttp();
    const say = (body: string | Buffer) => sendRaw(url, { headers: mcpHeaders(TOKEN), body: [body] });
    for (const body of ['', '{', 'null,', '\u0000', Buffer.from([0xff, 0xfe, 0x7b])]) {
      expect(JSON.parse((await say(body)).body)).toMatchObject({ error: { code: -32700 } });
    }
    for (const body of [
      'null',
      '7',
      '"x"',
      '[]',
      '[[]]',
      '{}',
      '[null]',
      '['.repeat(100_000) + ']'.repeat(100_000),
    ]) {
      expect({ body: body.slice(0, 20), status: (await say(body)).status }).toEqual({
        body: body.slice(0, 20),
        status: 400,
      });
    }
  });
});

describe('a limit', () => {
  it('holds for a user, and for a workspace together', async () => {
    const { url } = await startHttp({ args: ['--limit-user', '5', '--limit-workspace', '8'] });
    const times = async (count: number, subject: string, workspace?: string) => {
      const token = await tokenOf('viewer', { subject, ...(workspace === undefined ? {} : { workspace }) });
      // At once, as a limit recovers while one waits.
      const answers = await Promise.all(Array.from({ length: count }, () => knock(url, token)));
      return answers.map(({ status }) => status).sort((a, b) => a - b);
    };
    expect(await times(6, 'ann')).toEqual([...Array(5).fill(CAME_IN), 429]);
    expect(await times(5, 'ben', 'w')).toEqual(Array(5).fill(CAME_IN));
    expect(await times(4, 'cem', 'w')).toEqual([...Array(3).fill(CAME_IN), 429]);
    expect(await times(2, 'dia', 'other')).toEqual(Array(2).fill(CAME_IN));
    const { headers, body } = await knock(url, await tokenOf('viewer', { subject: 'ann' }));
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    expect(body).toContain('limits/user');
  });

  it('counts each message of a batch', async () => {
    const { url } = await startHttp({ args: ['--limit-user', '50'] });
    const body = [JSON.stringify(Array(100).fill(JSON.parse(LIST)))];
    expect((await sendRaw(url, { headers: mcpHeaders(TOKEN), body })).status).toBe(429);
  });
});
