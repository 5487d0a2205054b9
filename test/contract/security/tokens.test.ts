import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { AUDIENCE, ISSUER, startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { mcpHeaders, sendRaw } from '../controlPlane/rawHttp.ts';
import { tokenOf } from '../controlPlane/tokens.ts';
import { CAME_IN, knock, LIST } from './knock.ts';

describe('a token', () => {
  const claims = { heady_role: 'admin', sub: 'mallory', iss: ISSUER, aud: AUDIENCE };
  const soon = () => Math.floor(Date.now() / 1_000) + 600;
  const bad: [string, () => string | Promise<string>][] = [
    ['nothing', () => ''],
    ['garbage', () => 'garbage'],
    ['three parts of garbage', () => 'a.b.c'],
    ['another fixed token', () => `${TOKEN}x`],
    ['of another secret', () => tokenOf('admin', { secret: 'x'.repeat(40) })],
    ['of an empty secret', () => tokenOf('admin', { secret: '\0' })],
    ['expired', () => tokenOf('admin', { expires: -60 })],
    ['not valid yet', () => tokenOf('admin', { notBefore: 120 })],
    ['for somebody else', () => tokenOf('admin', { audience: 'https://another.example/mcp' })],
    ['from somebody else', () => tokenOf('admin', { issuer: 'https://mallory.example' })],
    ['without an end', () => tokenOf('admin', { expires: null })],
    ['of nobody', () => tokenOf('admin', { subject: null })],
    ['of another algorithm', () => tokenOf('admin', { algorithm: 'HS512' })],
    ['unsigned', () => new UnsecuredJWT({ ...claims, exp: soon() }).encode()],
    ['with a signature cut off', async () => (await tokenOf('admin')).replace(/[^.]+$/, '')],
    [
      'said to need no signature',
      async () => {
        const [, payload, signature] = (await tokenOf('admin')).split('.');
        return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.${signature}`;
      },
    ],
    [
      'of which the claims were changed',
      async () => {
        const [header, , signature] = (await tokenOf('viewer')).split('.');
        const payload = Buffer.from(JSON.stringify({ ...claims, exp: soon() })).toString('base64url');
        return `${header}.${payload}.${signature}`;
      },
    ],
    ['far too long', () => 'x'.repeat(10_000)],
  ];

  it('is refused, with the way to a better one, where it is not to be believed', async () => {
    const { url, lines } = await startHttp();
    for (const [what, make] of bad) {
      const token = await make();
      const { status, headers, body } = await knock(url, token);
      expect({ what, status }).toEqual({ what, status: 401 });
      expect(headers['www-authenticate'], what).toContain('error="invalid_token"');
      expect(headers['www-authenticate'], what).toContain(
        `resource_metadata="${url.origin}/.well-known/oauth-protected-resource/mcp"`,
      );
      if (token.length > 10)
        expect(JSON.stringify([headers, body, lines])).not.toContain(token.slice(0, 500));
    }
    expect((await knock(url)).status).toBe(401);
    expect((await knock(url, undefined, { authorization: `Basic ${btoa('a:b')}` })).status).toBe(401);
    expect((await knock(url, undefined, { authorization: TOKEN })).status).toBe(401);
    expect(
      (await sendRaw(url, { headers: mcpHeaders(), path: `/mcp?access_token=${TOKEN}`, body: [LIST] }))
        .status,
    ).toBe(401);
  });

  it('is believed within the skew of clocks, for its roles', async () => {
    const { url } = await startHttp();
    for (const token of [
      TOKEN,
      await tokenOf('viewer'),
      await tokenOf(['nothing', 'agent']),
      await tokenOf('viewer', { expires: -20 }),
      await tokenOf('viewer', { notBefore: 20 }),
    ]) {
      expect((await knock(url, token)).status).toBe(CAME_IN);
    }
    for (const role of [undefined, '', 'root', 'Admin', ['root'], { admin: true }, null]) {
      const { status, body } = await knock(url, await tokenOf(role));
      expect(status).toBe(403);
      expect(body).toContain('access/no-role');
    }
  });

  it('is told by the metadata who issues it', async () => {
    const { url } = await startHttp();
    for (const path of [
      '/.well-known/oauth-protected-resource',
      '/.well-known/oauth-protected-resource/mcp',
    ]) {
      const { status, body } = await sendRaw(url, { method: 'GET', path });
      expect(status).toBe(200);
      expect(JSON.parse(body)).toEqual({
        resource: url.href,
        resource_name: 'Heady control plane',
        authorization_servers: [ISSUER],
        bearer_methods_supported: ['header'],
      });
    }
  });

  it('of a rotated key is believed as soon as the issuer has it, and not that of another', async () => {
    const [old, next, mallory] = await Promise.all(['old', 'next', 'next'].map(makeKey));
    if (!old || !next || !mallory) throw new Error('Keys are missing.');
    const published: JWK[] = [old.publicJwk];
    let asked = 0;
    const issuer = createServer((_, answer) => {
      asked += 1;
      answer.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: published }));
    });
    await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void issuer.close());
    const { port } = issuer.address() as AddressInfo;
    const { url } = await startHttp({
      args: ['--jwks-url', `http://127.0.0.1:${port}/keys`],
      environment: { HEADY_CONTROL_PLANE_JWT_SECRET: '' },
    });
    const status = async (token: string) => (await knock(url, token)).status;
    expect(await status(await old.sign('ES256'))).toBe(CAME_IN);
    expect(await status(await next.sign('ES256'))).toBe(401);
    // Of the secret that a public key would make: nobody may sign with what everybody knows.
    expect(await status(await tokenOf('admin', { secret: JSON.stringify(old.publicJwk) }))).toBe(401);
    published.push(next.publicJwk);
    await vi.waitFor(async () => expect(await status(await next.sign('ES256'))).toBe(CAME_IN), {
      timeout: 120_000,
      interval: 500,
    });
    expect(await status(await mallory.sign('ES256'))).toBe(401);
    expect(await status(await old.sign('ES256'))).toBe(CAME_IN);
    expect(asked).toBeLessThan(6);
  });

  it('cannot be judged where the issuer has no keys to give: 503, not 401', async () => {
    const { url } = await startHttp({
      args: ['--jwks-url', 'http://127.0.0.1:1/keys'],
      environment: { HEADY_CONTROL_PLANE_JWT_SECRET: '' },
    });
    const { sign } = await makeKey('k');
    expect((await knock(url, await sign('ES256'))).status).toBe(503);
    expect((await knock(url, TOKEN)).status).toBe(CAME_IN);
  });
});

async function makeKey(kid: string) {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const publicJwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'ES256' };
  const sign = (alg: string) =>
    new SignJWT({ heady_role: 'viewer', sub: 'somebody' })
      .setProtectedHeader({ alg, kid })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setExpirationTime('5m')
      .sign(privateKey);
  return { publicJwk, sign };
}
