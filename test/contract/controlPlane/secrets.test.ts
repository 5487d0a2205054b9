import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { embeddedControlPlane } from '../../../server/src/catalog/controlPlane/process.ts';
import { ROLES } from '../../../server/src/controlPlane/access/roles.ts';
import { openStore } from '../../../server/src/controlPlane/openStore.ts';
import { KeyRing } from '../../../server/src/controlPlane/secrets/keyRing.ts';
import { openSecret } from '../../../server/src/controlPlane/secrets/openSecret.ts';
import { Vault } from '../../../server/src/controlPlane/secrets/vault.ts';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { AUDIENCE, ISSUER, JWT_SECRET } from './httpProcess.ts';
import { filesBelow, LeakDetector, type Written } from './leaks.ts';
import { callLine, PROGRAM, shakeHands, startRaw, temporaryFolder } from './process.ts';
import { mcpHeaders, sendRaw } from './rawHttp.ts';
import { tokenOf } from './tokens.ts';

const PATIENT = { timeout: 120_000, interval: 100 };

/** What must not be found anywhere: what is escaped in JSON and in URLs is in it. */
const VALUE = 'q7"Z\\x9%'.repeat(8);
const OLD_KEY = 'Kw3-vL8_'.repeat(8);
const NEW_KEY = 'hR5.tB2~'.repeat(8);
const DETECTOR = new LeakDetector([VALUE, OLD_KEY, NEW_KEY]);

/** Enough for a rotation to be killed in the middle of them. */
const COUNT = 300;

/** Throws where nothing catches it, on a signal: a fault of the program, as far as Node can tell. */
const FAULT = `process.on('SIGHUP', () => setImmediate(() => { throw new Error('a fault'); }));`;

describe('the detector of leaks', () => {
  it.each([
    ['as it is', VALUE],
    ['a piece of it', `Unexpected token, ..."${VALUE.slice(13, 25)}"...`],
    ['in JSON', JSON.stringify({ value: VALUE })],
    ['in JSON within JSON', JSON.stringify(JSON.stringify({ value: VALUE }))],
    ['in a URL', `?value=${encodeURIComponent(VALUE)}`],
    ...[0, 1, 2].map((shift) => [
      `in base64, ${shift} off`,
      Buffer.from('abc'.slice(shift) + VALUE).toString('base64'),
    ]),
    ['in base64 for URLs', Buffer.from(`{"p":"${VALUE}"}`).toString('base64url')],
    ['in hex', Buffer.from(VALUE).toString('hex')],
    ['a key', `HEADY=${OLD_KEY}`],
  ] as [string, string][])('finds a secret %s', (_, text) => {
    expect(DETECTOR.find([{ where: 'here', bytes: Buffer.from(`before ${text} after`) }])).toHaveLength(1);
  });

  it('finds nothing where there is nothing', () => {
    const bytes = Buffer.from(JSON.stringify({ name: 'health/db', version: 1, keyId: '0123456789abcdef' }));
    expect(DETECTOR.find([{ where: 'here', bytes }])).toEqual([]);
  });
});

/** Everything that is under test writes into its folder, or is noted in `written`. */
class Scene {
  readonly folder = temporaryFolder();
  readonly database = join(this.folder, 'catalog.db');
  readonly written: Written[] = [];
  readonly #fault = join(temporaryFolder(), 'fault.mjs');
  readonly reports = join(this.folder, 'reports');

  constructor() {
    mkdirSync(this.reports);
    writeFileSync(this.#fault, FAULT);
  }

  note(where: string, text: string | Buffer): void {
    this.written.push({ where, bytes: Buffer.from(text) });
  }

  /** Runs the program, with a crash report for every occasion. */
  run(args: readonly string[], environment: Record<string, string>) {
    const occasions = ['uncaught-exception', 'on-fatalerror', 'on-signal'].map((each) => `--report-${each}`);
    const child = spawn(process.execPath, [PROGRAM, ...args, '--store', `sqlite:${this.database}`], {
      env: {
        PATH: process.env.PATH,
        NODE_OPTIONS: [...occasions, `--report-directory=${this.reports}`, `--import=${this.#fault}`].join(
          ' ',
        ),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const output: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output.push(chunk);
        this.note(`output of ${args[0]}`, chunk);
      });
    }
    const exited = new Promise<{ code: number | null; output: string }>((resolve) => {
      child.once('close', (code) => resolve({ code, output: Buffer.concat(output).toString() }));
    });
    return { child, exited, said: () => Buffer.concat(output).toString() };
  }

  async serve(keys: readonly string[]) {
    const node = this.run(['--http', '127.0.0.1:0', '--log-level', 'debug'], {
      HEADY_CONTROL_PLANE_SECRETS_KEY: keys.join(','),
      HEADY_CONTROL_PLANE_JWT_SECRET: JWT_SECRET,
      HEADY_CONTROL_PLANE_ISSUER: ISSUER,
      HEADY_CONTROL_PLANE_AUDIENCE: AUDIENCE,
      HEADY_CONTROL_PLANE_LIMIT_USER: '100000',
      HEADY_CONTROL_PLANE_LIMIT_ADMINISTRATION: '100000',
    });
    const listening = await vi.waitFor(() => {
      const line = node
        .said()
        .split('\n')
        .find((each) => each.includes('"listening"'));
      if (!line) throw new Error(`It does not listen yet. ${node.said()}`);
      return JSON.parse(line) as { port: number };
    }, PATIENT);
    return { ...node, url: new URL(`http://127.0.0.1:${listening.port}/mcp`) };
  }

  /** A client whose every answer is noted, byte by byte. */
  async connect(url: URL, role: string, era: 'legacy' | '2026-07-28', approve?: boolean): Promise<Client> {
    const client = new Client(
      { name: 'contract-test', version: '1' },
      {
        capabilities: approve === undefined ? {} : { elicitation: {} },
        versionNegotiation: { mode: era === 'legacy' ? era : { pin: era } },
      },
    );
    if (approve !== undefined) {
      client.setRequestHandler('elicitation/create', ({ params }) => {
        this.note(`question to ${role}`, JSON.stringify(params));
        return { action: 'accept', content: { approve } };
      });
    }
    const noting: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      this.note(`head of an answer to ${role}`, JSON.stringify([...response.headers]));
      if (!response.body) return response;
      const [theirs, ours] = response.body.tee();
      void this.#drain(`answer to ${role}`, ours);
      return new Response(theirs, { status: response.status, headers: response.headers });
    };
    const headers = { authorization: `Bearer ${await tokenOf(role, { subject: `a ${role}` })}` };
    await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers }, fetch: noting }));
    onTestFinished(() => client.close());
    return client;
  }

  async #drain(where: string, body: ReadableStream<Uint8Array>): Promise<void> {
    const parts: Uint8Array[] = [];
    const written = { where, bytes: Buffer.alloc(0) };
    this.written.push(written);
    try {
      for await (const part of body) {
        parts.push(part);
        written.bytes = Buffer.concat(parts);
      }
    } catch {
      // The node was killed while it answered; what came is noted.
    }
  }

  /** Calls a tool; what goes wrong is noted like any answer. */
  async call(client: Client, name: string, args: Record<string, unknown>): Promise<unknown> {
    return await this.attempt(`${name}`, () => client.callTool({ name, arguments: args }));
  }

  async attempt<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      this.note(`result of ${what}`, JSON.stringify(result) ?? '');
      return result;
    } catch (error) {
      this.note(`error of ${what}`, String((error as Error).stack) + JSON.stringify(error));
      return undefined;
    }
  }

  /** @returns the value of every secret, where these keys open it */
  async values(keys: readonly string[]): Promise<string[]> {
    const store = await openStore(`sqlite:${this.database}`, () => {});
    try {
      const listed = await store.secrets.list();
      const sealed = await Promise.all(listed.map((each) => store.secrets.get(each)));
      return sealed.map((each) => {
        const value = each && openSecret(new KeyRing(keys), each);
        return value instanceof Uint8Array ? Buffer.from(value).toString() : `${each?.name}: ${value}`;
      });
    } finally {
      await store.close();
    }
  }

  leaks(): string[] {
    return DETECTOR.find([...this.written, ...filesBelow(this.folder)]);
  }
}

describe('a secret', () => {
  it('is in nothing that a node answers, logs or keeps, to whomever and whatever goes wrong', {
    timeout: 600_000,
  }, async () => {
    const scene = new Scene();
    const { url, child, said } = await scene.serve([OLD_KEY]);
    for (const era of ['legacy', '2026-07-28'] as const) {
      const admin = await scene.connect(url, 'admin', era, true);
      const name = `health/${era}`;
      for (const environment of ['dev', 'prod', undefined]) {
        const answer = await scene.call(admin, 'secret_set', {
          name,
          value: VALUE,
          ...(environment ? { environment } : {}),
        });
        expect(answer).toMatchObject({ structuredContent: { outcome: 'created' } });
      }
      await scene.call(admin, 'secret_set', { name, environment: 'dev', value: VALUE });
      for (const args of MISTAKES) await scene.call(admin, 'secret_set', args);
    }
    expect(await scene.values([OLD_KEY])).toEqual(Array(6).fill(VALUE));

    const [unwilling, mute] = [
      await scene.connect(url, 'admin', '2026-07-28', false),
      await scene.connect(url, 'admin', '2026-07-28'),
    ];
    for (const client of [unwilling, mute])
      await scene.call(client, 'secret_set', { name: 'health/no', environment: 'prod', value: VALUE });
    await sendUnfit(scene, url);
    for (const role of ROLES) await tryEverything(scene, await scene.connect(url, role, '2026-07-28', true));
    for (const path of ['/metrics', '/healthz', '/readyz', `/${encodeURIComponent(VALUE)}`]) {
      const authorization = `Bearer ${await tokenOf('admin')}`;
      const answer = await fetch(new URL(path, url), { headers: { authorization } });
      scene.note(path, JSON.stringify([...answer.headers]) + (await answer.text()));
    }
    child.kill('SIGUSR2');
    await vi.waitFor(() => expect(reportsIn(scene.reports)).toHaveLength(1), PATIENT);
    const backup = scene.run(['backup', '--to', join(scene.folder, 'backup')], {});
    expect((await backup.exited).code).toBe(0);

    // Enough was seen for this to say something.
    expect(said().split('\n').length).toBeGreaterThan(50);
    expect(scene.written.length).toBeGreaterThan(200);
    expect(scene.leaks()).toEqual([]);
  });

  it('survives kill -9 and faults of the program, and is in nothing that is left of them', {
    timeout: 600_000,
  }, async () => {
    const scene = new Scene();
    const acknowledged: string[] = [];
    for (const signal of ['SIGKILL', 'SIGHUP'] as const) {
      const { url, child, exited } = await scene.serve([OLD_KEY]);
      const admin = await scene.connect(url, 'admin', '2026-07-28', true);
      const before = acknowledged.length;
      const sets = Array.from({ length: 40 }, async (_, i) => {
        const name = `${signal.toLowerCase()}/s${i}`;
        const answer = await scene.call(admin, 'secret_set', { name, environment: 'dev', value: VALUE });
        if (answer) acknowledged.push(name);
        if (acknowledged.length === before + 1) child.kill(signal);
      });
      await exited;
      await admin.close();
      await Promise.all(sets);
      const values = await scene.values([OLD_KEY]);
      expect(values.length).toBeGreaterThanOrEqual(acknowledged.length);
      expect(new Set(values)).toEqual(new Set([VALUE]));
    }
    const [report] = await vi.waitFor(() => {
      const reports = reportsIn(scene.reports);
      expect(reports).toHaveLength(1);
      return reports;
    }, PATIENT);
    expect(report).toContain('a fault');
    expect(scene.leaks()).toEqual([]);
  });

  it('is sealed anew while a node runs, also when that is killed, and then opens with the new key alone', {
    timeout: 600_000,
  }, async () => {
    const scene = new Scene();
    const { url, child, exited } = await scene.serve([OLD_KEY, NEW_KEY]);
    const admin = await scene.connect(url, 'admin', '2026-07-28', true);
    const store = await openStore(`sqlite:${scene.database}`, () => {});
    onTestFinished(() => store.close());
    const vault = new Vault(store.secrets, new KeyRing([OLD_KEY]));
    const names = Array.from({ length: COUNT }, (_, i) => `s${i}`);
    await Promise.all(names.map((name) => vault.set({ name, environment: 'dev' }, VALUE)));
    const newId = new KeyRing([NEW_KEY]).current.id;
    const resealed = async () => (await store.secrets.list(newId)).length;
    const rotate = () =>
      scene.run(['rotate-secrets'], { HEADY_CONTROL_PLANE_SECRETS_KEY: `${NEW_KEY},${OLD_KEY}` });

    const killed = rotate();
    await vi.waitFor(async () => expect(await resealed()).toBeGreaterThan(0), {
      timeout: 120_000,
      interval: 1,
    });
    killed.child.kill('SIGKILL');
    await killed.exited;
    const before = await resealed();
    // The node goes on with the key before, and writes among what is sealed anew.
    const args = { name: 's7', environment: 'dev', value: VALUE.slice(8), ifVersion: 1 };
    expect(await scene.call(admin, 'secret_set', args)).toMatchObject({
      structuredContent: { outcome: 'updated' },
    });
    const done = await rotate().exited;
    expect(done.code).toBe(0);
    const [, anew, had] =
      /: (\d+) secrets sealed anew, (\d+) had its seal before\.\n$/.exec(done.output) ?? [];
    expect(Number(anew) + Number(had)).toBe(COUNT);
    expect(Number(had)).toBeGreaterThanOrEqual(before - 1);
    expect(await resealed()).toBe(COUNT);
    const again = await rotate().exited;
    expect(again.output).toBe(`Key ${newId}: 0 secrets sealed anew, ${COUNT} had its seal before.\n`);
    child.kill('SIGTERM');
    await exited;
    const values = await scene.values([NEW_KEY]);
    expect(values).toHaveLength(COUNT);
    expect(values.filter((value) => value !== VALUE)).toEqual([VALUE.slice(8)]);

    // Somebody threw the new key away too early.
    const lost = await scene.run(['rotate-secrets'], { HEADY_CONTROL_PLANE_SECRETS_KEY: OLD_KEY }).exited;
    expect(lost.code).toBe(1);
    expect(lost.output).toContain(`The key ${newId} is not among those given.`);
    expect(lost.output).toContain('heady://secrets/s7 (dev)');
    expect(await scene.values([NEW_KEY])).toEqual(values);
    const without = await scene.run(['rotate-secrets'], {}).exited;
    expect(without).toMatchObject({
      code: 2,
      output: expect.stringContaining('say which key shall seal secrets'),
    });
    expect(scene.leaks()).toEqual([]);
  });

  it('is not said to be sealed anew where there is no database', async () => {
    const scene = new Scene();
    const { code, output } = await scene.run(['rotate-secrets'], { HEADY_CONTROL_PLANE_SECRETS_KEY: NEW_KEY })
      .exited;
    expect(code).toBe(1);
    expect(output).toContain(
      `secrets were not rotated: There is no database ${scene.database}. Check --store.`,
    );
    expect(existsSync(scene.database)).toBe(false);
  });

  it('is in nothing that is written over pipes, also where a message is broken', async () => {
    const scene = new Scene();
    const raw = startRaw(['--stdio', '--store', `sqlite:${scene.database}`]);
    await shakeHands(raw);
    const args = { name: 'health/db', environment: 'dev', value: VALUE };
    raw.say(callLine(1, 'secret_set', args).slice(0, -5));
    raw.say(`{"jsonrpc":"2.0","id":2,"method":"tools/call" ${JSON.stringify(VALUE)}`);
    raw.say(VALUE);
    raw.say(JSON.stringify({ jsonrpc: '2.0', id: { value: VALUE }, method: 7, params: VALUE }));
    raw.say(JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'tools/call', [VALUE]: VALUE }));
    raw.say(callLine(3, 'secret_set', args));
    // Without a key it says what to set.
    expect(JSON.stringify(await raw.answer(3))).toContain('HEADY_CONTROL_PLANE_SECRETS_KEY');
    raw.child.stdin?.end();
    const { stdout } = await raw.exited;
    scene.note('stdout', stdout);
    scene.note('stderr', raw.stderr());
    expect(scene.leaks()).toEqual([]);
  });

  it('is kept by the embedded control plane, with the key that its editor passes', async () => {
    const storagePath = temporaryFolder();
    const { transport } = await embeddedControlPlane({
      storagePath,
      program: PROGRAM,
      secretsKey: `${NEW_KEY},${OLD_KEY}`,
    })();
    const client = new Client(
      { name: 'contract-test', version: '1' },
      { versionNegotiation: { mode: { pin: '2026-07-28' } } },
    );
    onTestFinished(() => client.close());
    await client.connect(transport);
    const args = { name: 'health/db', environment: 'dev', value: VALUE };
    expect((await client.callTool({ name: 'secret_set', arguments: args })).structuredContent).toMatchObject({
      outcome: 'created',
      secret: { keyId: new KeyRing([NEW_KEY]).current.id },
    });
    expect(DETECTOR.find(filesBelow(storagePath))).toEqual([]);
  });
});

/** Calls of secret_set that cannot be. */
const MISTAKES: readonly Record<string, unknown>[] = [
  { value: VALUE },
  { name: VALUE, value: 'x' },
  { name: 'a', environment: VALUE, value: VALUE },
  { name: 'a', environment: 'dev', value: [VALUE] },
  { name: 'a', environment: 'dev', value: { [VALUE]: VALUE } },
  { name: 'a', environment: 'dev', value: VALUE.repeat(2_000) },
  { name: 'a', environment: 'dev', value: `${VALUE}\0` },
  { name: 'a', environment: 'dev', value: VALUE, ifVersion: VALUE },
  { name: 'a', environment: 'dev', value: VALUE, ifVersion: 7 },
  { name: 'health/legacy', environment: 'dev', value: VALUE, ifVersion: 0 },
];

/** Requests that are no good, with the value in them. */
async function sendUnfit(scene: Scene, url: URL): Promise<void> {
  const headers = mcpHeaders(await tokenOf('admin'));
  const message = callLine(1, 'secret_set', { name: 'a', environment: 'dev', value: VALUE });
  const withKey = JSON.stringify({ ...JSON.parse(message), [VALUE]: VALUE });
  const bodies = [
    withKey,
    message.slice(0, -3),
    `${message}x`,
    JSON.stringify(VALUE),
    `[${message},${message}]`,
    message,
  ];
  for (const body of [...bodies, message.replace(VALUE.slice(0, 2), `${VALUE.repeat(40_000)}`)]) {
    const answer = await sendRaw(url, { headers, body: [body] });
    scene.note('answer to what is unfit', JSON.stringify(answer));
  }
  const forged = await sendRaw(url, {
    headers: mcpHeaders(Buffer.from(VALUE).toString('base64')),
    body: [message],
  });
  expect(forged.status).toBe(401);
}

interface Listed {
  name: string;
  inputSchema: { properties?: Record<string, { type?: string; enum?: string[] }>; required?: string[] };
}

/** Uses every tool, resource and prompt there is for this client. */
async function tryEverything(scene: Scene, client: Client): Promise<void> {
  const { tools } = (await client.listTools()) as unknown as { tools: Listed[] };
  for (const { name, inputSchema } of tools) {
    const all = Object.keys(inputSchema.properties ?? {});
    for (const given of [all, inputSchema.required ?? []]) {
      const args = Object.fromEntries(given.map((key) => [key, sample(key, inputSchema.properties?.[key])]));
      if (name !== 'secret_remove') await scene.call(client, name, args);
    }
  }
  const { resources } = await client.listResources();
  const { resourceTemplates } = await client.listResourceTemplates();
  const uris = [
    ...resources.map(({ uri }) => uri),
    ...resourceTemplates.flatMap(({ uriTemplate }) =>
      ['dev', 'health/legacy'].map((part) => uriTemplate.replaceAll(/\{[^}]*\}/g, part)),
    ),
    'heady://secrets/health/legacy',
  ];
  for (const uri of uris) await scene.attempt(uri, () => client.readResource({ uri }));
  const listed = await scene.attempt('the list of prompts', () => client.listPrompts());
  for (const { name, arguments: args = [] } of listed?.prompts ?? []) {
    const given = Object.fromEntries(args.map((each) => [each.name, 'health/legacy']));
    await scene.attempt(name, () => client.getPrompt({ name, arguments: given }));
  }
}

/** What fits; where a value is asked for, the value. */
function sample(key: string, { type, enum: choices }: { type?: string; enum?: string[] } = {}): unknown {
  if (key === 'value') return VALUE;
  if (key === 'manifest')
    return service('dev-health-a', { secrets: [{ name: 'DB', ref: 'heady://secrets/health/legacy' }] });
  if (choices) return choices[0];
  if (key === 'environment') return 'dev';
  if (type === 'integer' || type === 'number') return 1;
  if (type === 'boolean') return false;
  return 'health/legacy';
}

function reportsIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const reports = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  // One that is still being written does not count yet.
  return reports.filter((text) => text.trimEnd().endsWith('}'));
}
