import { describe, expect, it } from 'vitest';
import { startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { mcpHeaders, sendRaw } from '../controlPlane/rawHttp.ts';
import { CAME_IN, knock } from './knock.ts';

describe('a web page', () => {
  it('reaches nothing by a name or from an origin of its own', async () => {
    const { url } = await startHttp();
    const port = url.port;
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      `127.0.0.1.evil.example:${port}`,
      'localhost@evil.example',
      '',
    ]) {
      expect({ host, status: (await knock(url, TOKEN, { host })).status }).toEqual({
        host,
        status: expect.toSatisfy((status) => status === 403 || status === 400),
      });
    }
    for (const origin of [
      'https://evil.example',
      'null',
      'http://localhost.evil.example',
      'file://',
      'garbage',
    ]) {
      expect({ origin, status: (await knock(url, TOKEN, { origin })).status }).toEqual({
        origin,
        status: 403,
      });
    }
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]) {
      expect((await knock(url, TOKEN, { host })).status).toBe(CAME_IN);
    }
    expect((await knock(url, TOKEN, { origin: `http://localhost:${port}` })).status).toBe(CAME_IN);
    const metrics = {
      method: 'GET',
      path: '/metrics',
      headers: { ...mcpHeaders(TOKEN), host: 'evil.example' },
    };
    expect((await sendRaw(url, metrics)).status).toBe(403);
  });

  it('and a host that are allowed are', async () => {
    const { url } = await startHttp({
      args: ['--allow-host', 'heady.example', '--allow-origin', 'app.example'],
    });
    expect((await knock(url, TOKEN, { host: 'heady.example', origin: 'https://app.example' })).status).toBe(
      CAME_IN,
    );
  });
});
