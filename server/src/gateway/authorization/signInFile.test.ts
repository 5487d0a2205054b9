import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { KeyRing } from '../../controlPlane/secrets/keyRing.ts';
import type { SignIn } from './signIn.ts';
import { SignInFile } from './signInFile.ts';

const SERVER = 'https://issues.example/mcp';
const SIGN_IN = { tokens: { access_token: 'very-secret', token_type: 'Bearer' } } as SignIn;
const [FIRST, SECOND] = ['a', 'b'].map((sign) => new KeyRing([sign.repeat(32)]));

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heady-sign-ins-'));
  path = join(folder, 'gateway', 'sign-ins.json');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what was written is read, for its server alone, until it is forgotten', async () => {
  const file = new SignInFile(path);
  expect(await file.read(SERVER)).toBeUndefined();
  await file.write(SERVER, SIGN_IN);
  expect(await new SignInFile(path).read(SERVER)).toEqual(SIGN_IN);
  expect(await file.read('https://other.example/mcp')).toBeUndefined();
  expect(await file.read('__proto__')).toBeUndefined();
  await file.write(SERVER);
  expect(await file.read(SERVER)).toBeUndefined();
});

test.skipIf(process.platform === 'win32')('nobody else can read it', async () => {
  await new SignInFile(path).write(SERVER, SIGN_IN);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect((await stat(join(folder, 'gateway'))).mode & 0o777).toBe(0o700);
});

test('with a key it is sealed, and opens with that key alone', async () => {
  await new SignInFile(path, FIRST).write(SERVER, SIGN_IN);
  expect(await readFile(path, 'utf8')).not.toContain('very-secret');
  expect(await new SignInFile(path, FIRST).read(SERVER)).toEqual(SIGN_IN);
  await expect(new SignInFile(path, SECOND).read(SERVER)).rejects.toThrow(/sealed with a key/);
  await expect(new SignInFile(path).read(SERVER)).rejects.toThrow(/sealed with a key/);
});

test('one that is broken is said to be, with what to do', async () => {
  await new SignInFile(path).write(SERVER, SIGN_IN);
  await writeFile(path, 'no JSON');
  await expect(new SignInFile(path).read(SERVER)).rejects.toThrow(
    /sign-ins\.json.*Delete it, and sign in anew/,
  );
});

test('one process at a time', async () => {
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await new Promise((resolve) => setImmediate(resolve));
    order.push(`${name} ends`);
  };
  await Promise.all([new SignInFile(path).alone(work('a')), new SignInFile(path).alone(work('b'))]);
  expect(order.map((each) => each.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends']);
});
