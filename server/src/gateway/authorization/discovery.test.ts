import { expect, test } from 'vitest';
import { authorizationFetch } from './authorizationFetch.ts';
import { challengeOf, discover } from './discovery.ts';
import { listenForRedirect } from './loopbackRedirect.ts';

const SERVER = new URL('https://issues.example/mcp');
const METADATA = {
  issuer: 'https://login.example',
  authorization_endpoint: 'https://login.example/authorize',
  token_endpoint: 'https://login.example/token',
  response_types_supported: ['code'],
  code_challenge_methods_supported: ['S256'],
};

/** The web, by URL; anything else is not found. */
function web(pages: Record<string, object>, asked: string[] = []) {
  return authorizationFetch(async (url) => {
    asked.push(String(url));
    const page = pages[String(url)];
    return page ? Response.json(page) : new Response('', { status: 404 });
  });
}

const RESOURCE = {
  'https://issues.example/.well-known/oauth-protected-resource/mcp': {
    resource: SERVER.href,
    authorization_servers: ['https://login.example'],
  },
};
const LOGIN = 'https://login.example/.well-known/oauth-authorization-server';

test('where one signs in is where the server says', async () => {
  const place = await discover(SERVER, {}, web({ ...RESOURCE, [LOGIN]: METADATA }));
  expect(place).toMatchObject({
    authorizationServer: 'https://login.example',
    resource: { resource: SERVER.href },
  });
});

test('a server that says nothing may be signed in to where its origin says', async () => {
  const own = { ...METADATA, issuer: 'https://issues.example/' };
  const pages = { 'https://issues.example/.well-known/oauth-authorization-server': own };
  expect(await discover(SERVER, {}, web(pages))).toMatchObject({
    authorizationServer: 'https://issues.example/',
  });
  expect(await discover(SERVER, {}, web({}))).toBeUndefined();
});

test.each([
  ['knows no PKCE', { ...METADATA, code_challenge_methods_supported: undefined }, /PKCE/],
  ['is another than it says', { ...METADATA, issuer: 'https://evil.example' }, /cannot be used/],
  ['asks in the clear', { ...METADATA, authorization_endpoint: 'http://login.example/authorize' }, /https/],
])('an authorization server that %s is none', async (_, metadata, why) => {
  await expect(discover(SERVER, {}, web({ ...RESOURCE, [LOGIN]: metadata }))).rejects.toThrow(why);
});

test('nothing is asked in the clear, and what has no end is not read to it', async () => {
  const asked: string[] = [];
  const pages = {
    [Object.keys(RESOURCE)[0] ?? '']: {
      resource: SERVER.href,
      authorization_servers: ['http://login.example'],
    },
  };
  await expect(discover(SERVER, {}, web(pages, asked))).rejects.toThrow(/not reached by https/);
  expect(asked.every((url) => url.startsWith('https:'))).toBe(true);

  const endless = authorizationFetch(
    async () =>
      new Response(new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(65_536)) })),
  );
  await expect(endless('https://login.example')).rejects.toThrow(
    /more than an authorization server has to say/,
  );
});

test('what a server says when it lets nobody in', () => {
  const says = 'Bearer scope="a b", resource_metadata="https://issues.example/meta"';
  expect(challengeOf(new Response('', { status: 401, headers: { 'www-authenticate': says } }))).toEqual({
    scope: 'a b',
    resourceMetadataUrl: new URL('https://issues.example/meta'),
  });
});

test('only the browser that was sent comes back, and what it brings is shown as text', async () => {
  const redirect = await listenForRedirect('state');
  const come = async (query: string) => await fetch(`${redirect.url}?${query}`);
  try {
    expect((await come('state=other&code=stolen')).status).toBe(404);
    const page = await come('state=state&error=invalid&error_description=%3Cscript%3E');
    expect(await page.text()).not.toContain('<script>');
    await expect(redirect.answer).rejects.toThrow('The authorization server says: <script>');
  } finally {
    redirect.close();
  }
});
