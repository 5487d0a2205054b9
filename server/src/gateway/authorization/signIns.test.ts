import { expect, test } from 'vitest';
import { type SignIn, SignInsInMemory } from './signIn.ts';
import { SignIns } from './signIns.ts';

const SERVER = new URL('https://issues.example/mcp');
const KEY = SERVER.href;

function signIn(token: string): SignIn {
  return { tokens: { access_token: token, token_type: 'Bearer' } } as SignIn;
}

test('what is renewed for several is renewed once', async () => {
  const signIns = new SignIns();
  await signIns.keep(SERVER, signIn('old'));
  let renewals = 0;
  const renew = async () => {
    renewals++;
    return signIn('new');
  };
  const all = await Promise.all([1, 2, 3].map(() => signIns.renewed(SERVER, renew)));
  expect(renewals).toBe(1);
  expect(all.map((each) => each?.tokens.access_token)).toEqual(['new', 'new', 'new']);
  expect((await signIns.read(SERVER))?.tokens.access_token).toBe('new');
});

test('what somebody else renewed meanwhile is taken over, not thrown away', async () => {
  const store = new SignInsInMemory();
  const signIns = new SignIns(store);
  await signIns.keep(SERVER, signIn('old'));
  const renewed = await signIns.renewed(SERVER, async () => {
    await store.write(KEY, signIn('theirs'));
    return undefined;
  });
  expect(renewed?.tokens.access_token).toBe('theirs');
  expect((await store.read(KEY))?.tokens.access_token).toBe('theirs');
});

test('what cannot be renewed is forgotten', async () => {
  const store = new SignInsInMemory();
  const signIns = new SignIns(store);
  await signIns.keep(SERVER, signIn('old'));
  expect(await signIns.renewed(SERVER, async () => undefined)).toBeUndefined();
  expect(await store.read(KEY)).toBeUndefined();
});

test('that one has to sign in is known until one has', async () => {
  const signIns = new SignIns();
  let changes = 0;
  signIns.onChange = () => {
    changes++;
  };
  const refusal = signIns.wanted('issues', SERVER, { challenge: { scope: 'read' }, why: 'It asks.' });
  expect(refusal).toMatchObject({
    rule: 'gateway/sign-in',
    message: 'It asks. Sign in: heady gateway sign-in issues',
  });
  expect(signIns.isWanted('issues')).toBe(true);
  expect(signIns.challengeOf('issues', SERVER)).toEqual({ scope: 'read' });
  await signIns.keep(SERVER, signIn('new'));
  expect(signIns.isWanted('issues')).toBe(false);
  expect(changes).toBe(2);
});
