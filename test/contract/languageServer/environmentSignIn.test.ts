import { join } from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { ControlPlaneState } from '../../../server/src/protocol/controlPlane.ts';
import { startHttp } from '../controlPlane/httpProcess.ts';
import { browse, startAuthorizationServer } from '../gateway/guardedServer.ts';
import { LspClient } from './lspClient.ts';
import { service, WorkspaceFolder } from './workspaceFolder.ts';

const SLOW = { timeout: 600_000 };
const BILLING = { kind: 'Service', name: 'test-health-billing' };
/** Seconds; the control plane would take what is over for less than half a minute. */
const LONG = 3_600;

/** Whoever signs in at its authorization server may build. */
async function controlPlane({ metadata = {} }: { metadata?: object } = {}) {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  const lifetimes: number[] = [];
  const given: string[] = [];
  const mint = async (issuer: string, resource: string) => {
    const now = Math.floor(Date.now() / 1_000);
    const token = await new SignJWT({ heady_role: 'builder', jti: `${given.length}` })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .setSubject('ada')
      .setIssuer(issuer)
      .setAudience(resource)
      .setExpirationTime(now + (lifetimes.shift() ?? LONG))
      .sign(privateKey);
    given.push(token);
    return token;
  };
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' };
  const issuer = await startAuthorizationServer({ ...metadata }, mint, { keys: [jwk] });
  const { url } = await startHttp({
    environment: {
      HEADY_CONTROL_PLANE_JWT_SECRET: '',
      HEADY_CONTROL_PLANE_AUDIENCE: '',
      HEADY_CONTROL_PLANE_ISSUER: issuer.origin,
      HEADY_CONTROL_PLANE_JWKS_URL: `${issuer.origin}/keys`,
    },
  });
  return { url, issuer, given, lifetimes };
}

async function editor(url: URL, auth: string | undefined, settings: Record<string, unknown> = {}) {
  const stated = `{ urls: ["${url.href}"]${auth ? `, auth: ${auth}` : ''} }`;
  const workspace = new WorkspaceFolder({
    'test.heady.yaml': `apiVersion: heady.systems/v1\nkind: Environment\nmetadata: { name: test }\nspec:\n  controlPlane: ${stated}\n`,
    'billing.heady.yaml': service(BILLING.name),
  });
  const storage = new WorkspaceFolder();
  const client = await LspClient.start({
    folders: [workspace.uri],
    options: { environment: 'test', storagePath: storage.path, cachePath: join(storage.path, 'cache') },
    settings,
  });
  onTestFinished(async () => {
    await client.stop();
    workspace[Symbol.dispose]();
    storage[Symbol.dispose]();
  });
  const becomes = (state: ControlPlaneState) =>
    client.until(() => client.controlPlane?.state === state, `the control plane to be ${state}`);
  const signIn = () => client.request('heady/environment/signIn', { environment: 'test' });
  const signOut = () => client.request('heady/environment/signOut', { environment: 'test' });
  return { client, becomes, signIn, signOut };
}

describe('signing in to an environment in the browser', () => {
  it(
    'lets one in, is renewed when its token is over, ends when it cannot be, and is forgotten',
    SLOW,
    async () => {
      const { url, issuer, given, lifetimes } = await controlPlane();
      const { client, becomes, signIn, signOut } = await editor(url, 'oauth');
      await becomes('signedOut');
      client.onOpen = browse;

      // What is given first is over already: without a word to the user there is another one.
      lifetimes.push(-LONG);
      expect(await signIn()).toEqual({ outcome: 'signedIn' });
      await becomes('connected');
      expect(issuer.registered).toEqual(['Heady']);
      expect(issuer.granted).toEqual(['authorization_code', 'refresh_token']);
      expect(await client.request('heady/register', BILLING)).toMatchObject({ outcome: 'created' });
      expect([...client.signIns.keys()]).toEqual([url.href]);
      expect(client.signIns.get(url.href)).toContain(given.at(-1));

      await signOut();
      await becomes('signedOut');
      expect(client.signIns.size).toBe(0);

      issuer.revoke();
      lifetimes.push(-LONG, -LONG);
      await signIn();
      await becomes('expired');
      lifetimes.length = 0;
      await signIn();
      await becomes('connected');
    },
  );

  it('can be called off, and says no word of it', SLOW, async () => {
    const { url } = await controlPlane();
    const { client, becomes } = await editor(url, undefined);
    await becomes('signedOut');
    const cancel = new CancellationTokenSource();
    client.onOpen = async () => cancel.cancel();
    const asked = client.connection.sendRequest(
      'heady/environment/signIn',
      { environment: 'test' },
      cancel.token,
    );
    await expect(asked).rejects.toThrow('Signing in was cancelled.');
    expect(client.controlPlane?.state).toBe('signedOut');
    expect(client.signIns.size).toBe(0);
  });

  it('is by token where its manifest or its control plane says so', SLOW, async () => {
    const { url, issuer } = await controlPlane();
    const byManifest = await editor(url, 'bearer');
    await byManifest.client.indexed();
    expect(await byManifest.signIn()).toEqual({ outcome: 'token' });
    expect(issuer.registered).toEqual([]);

    const other = await startHttp();
    const byControlPlane = await editor(other.url, undefined);
    await byControlPlane.client.indexed();
    expect(await byControlPlane.signIn()).toEqual({ outcome: 'token' });
  });

  it('is by the client that the setting names, where none may register itself', SLOW, async () => {
    const { url } = await controlPlane({ metadata: { registration_endpoint: undefined } });
    const { client, signIn } = await editor(url, 'oauth');
    await client.indexed();
    await expect(signIn()).rejects.toThrow(/heady\.environments, as "test": { "clientId"/);
  });
});
