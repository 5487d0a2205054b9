import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { principalOf } from '../access/principal.ts';
import { tokenVerifier } from './tokenVerifier.ts';

const KEY = new TextEncoder().encode('a-secret-of-the-tests-0123456789abcdef');
const ISSUER = 'https://issuer.example';
const AUDIENCE = 'https://heady.example/mcp';

const verifier = tokenVerifier(
  {
    jwt: {
      issuer: ISSUER,
      keys: KEY,
      algorithms: ['HS256'],
      clockSkew: 30,
      roleClaim: 'heady_role',
      workspaceClaim: 'heady_workspace',
    },
  },
  AUDIENCE,
);

async function verify(claims: Record<string, unknown>) {
  const token = await new SignJWT({ heady_role: 'viewer', ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setExpirationTime('1 minute')
    .sign(KEY);
  return principalOf(await verifier.verifyAccessToken(token));
}

describe('a token', () => {
  it('tells who it is, in which roles that are known here, and of which workspace', async () => {
    const claims = { sub: 'ada', heady_role: ['viewer', 'king'], heady_workspace: 'clinics' };
    expect(await verify(claims)).toEqual({ subject: 'ada', roles: ['viewer'], workspace: 'clinics' });
  });

  it.each([[undefined], [''], [' \n'], [7], [null], [{ name: 'ada' }], ['a'.repeat(256)], ['ada\u200b']])(
    'is none of anybody where its subject is %j',
    async (sub) => {
      await expect(verify({ sub })).rejects.toMatchObject({ code: 'invalid_token' });
    },
  );

  it('has the whole of a long subject, which would otherwise be that of another', async () => {
    const sub = 'a'.repeat(255);
    expect(await verify({ sub })).toMatchObject({ subject: sub });
  });

  it('is not taken where its workspace is no name', async () => {
    await expect(verify({ sub: 'ada', heady_workspace: 7 })).rejects.toMatchObject({ code: 'invalid_token' });
  });
});
