import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { service } from '../../../server/src/controlPlane/testing.ts';
import { startHttp, TOKEN } from '../controlPlane/httpProcess.ts';
import { startRaw, temporaryFolder } from '../controlPlane/process.ts';
import { PostgresServer } from '../store/postgresServer.ts';
import { HOSTILE_TEXTS } from './hostileTexts.ts';
import { type Ask, askOverHttp, askOverPipes, type Reply } from './jsonRpc.ts';
import { type Schema, sampleOf, textPlaces, withoutOptional, withValue } from './schemaSamples.ts';

let postgres: PostgresServer | undefined;
beforeAll(async () => {
  postgres = await PostgresServer.start();
});
afterAll(() => postgres?.stop());

async function overHttp(args: readonly string[] = []): Promise<Ask> {
  const limits = ['--limit-user', '--limit-workspace', '--limit-administration'];
  const { url } = await startHttp({
    args: [...limits.flatMap((limit) => [limit, '1000000']), ...args],
    environment: { HEADY_CONTROL_PLANE_SECRETS_KEY: randomBytes(32).toString('hex') },
  });
  return askOverHttp(url, TOKEN);
}

const TARGETS: readonly { title: string; start(): Promise<Ask> }[] = [
  { title: 'over HTTP, in SQLite', start: () => overHttp() },
  {
    title: 'over HTTP, in PostgreSQL',
    start: async () => overHttp(['--store', (await postgres?.emptySchema()) ?? '']),
  },
  {
    title: 'over pipes',
    start: () =>
      askOverPipes(startRaw(['--stdio', '--store', `sqlite:${join(temporaryFolder(), 'catalog.db')}`])),
  },
];

/** A database's or a program's own words: what was sent has gone where it should not, or broke something. */
const LEAK =
  /SQLITE|syntax error|unrecognized token|unterminated|no such (table|column|module)|invalid byte sequence|unsupported Unicode|malformed (MATCH|array)|fts5|TypeError|RangeError|is not (a function|iterable)|Cannot read prop|\n {4}at /i;
const INTERNAL_ERROR = -32603;

function harmOf({ status = 200, result, error }: Reply): string | undefined {
  const text = JSON.stringify(result ?? error ?? null);
  if (status >= 500 || error?.code === INTERNAL_ERROR || LEAK.test(JSON.parse(text)?.message ?? text))
    return `${status} ${text.slice(0, 300)}`;
  return result || error ? undefined : 'no answer';
}

/** All at the same time: there are thousands. */
async function ofEach(work: (text: string) => Promise<void>): Promise<void> {
  await Promise.all(HOSTILE_TEXTS.map(work));
}

describe.each(TARGETS)('what is sent $title', ({ start }) => {
  it('is data, however it looks: to every tool, resource and prompt', { timeout: 300_000 }, async () => {
    const ask = await start();
    const call = (name: string, args: unknown) => ask('tools/call', { name, arguments: args });
    const harm: unknown[] = [];
    const check = async (where: unknown, asked: Promise<Reply>) => {
      const found = harmOf(await asked);
      if (found !== undefined) harm.push({ where, found });
    };
    for (const name of ['dev-health-a', 'dev-health-b'])
      expect(await call('catalog_register', { manifest: service(name) })).not.toHaveProperty('error');

    const { tools } = (await ask('tools/list', {})).result as {
      tools: { name: string; inputSchema: Schema }[];
    };
    expect(tools.length).toBeGreaterThan(2);
    for (const { name, inputSchema } of tools) {
      const sample = sampleOf(inputSchema) as Record<string, unknown>;
      await check({ name, sample }, call(name, sample));
      for (const place of textPlaces(sample)) {
        // With nothing beside it that could be refused first.
        const args = withoutOptional(sample, inputSchema, String(place[0]));
        await ofEach((text) => check({ name, place, text }, call(name, withValue(args, place, text))));
      }
    }

    const { resourceTemplates } = (await ask('resources/templates/list', {})).result as {
      resourceTemplates: { uriTemplate: string }[];
    };
    expect(resourceTemplates.length).toBeGreaterThan(1);
    for (const { uriTemplate } of resourceTemplates) {
      const variables = [...uriTemplate.matchAll(/\{(\w+)\}/g)].map(([, variable = '']) => variable);
      for (const variable of variables) {
        await ofEach(async (text) => {
          for (const each of [text, encodeURIComponent(text.toWellFormed())]) {
            const uri = uriTemplate.replaceAll(/\{(\w+)\}/g, (_, other) =>
              other === variable ? each : 'dev',
            );
            await check({ uri }, ask('resources/read', { uri }));
          }
          const argument = { name: variable, value: text };
          const ref = { type: 'ref/resource', uri: uriTemplate };
          await check({ ref, argument }, ask('completion/complete', { ref, argument }));
        });
      }
    }
    for (const uri of [
      'heady://catalog/dev/Service/%E0%A4%A',
      'heady://catalog/../policies',
      'heady://catalog/dev/../../x',
      'file:///etc/passwd',
      'http://169.254.169.254/',
      '',
    ]) {
      expect({ uri, reply: await ask('resources/read', { uri }) }).toMatchObject({
        reply: { error: { code: expect.toSatisfy((code) => code !== INTERNAL_ERROR) } },
      });
    }

    const prompts = ((await ask('prompts/list', {})).result?.prompts ?? []) as {
      name: string;
      arguments?: { name: string }[];
    }[];
    for (const prompt of prompts) {
      for (const { name } of prompt.arguments ?? []) {
        const sound = Object.fromEntries((prompt.arguments ?? []).map((each) => [each.name, 'dev']));
        await ofEach((text) => {
          const params = { name: prompt.name, arguments: { ...sound, [name]: text } };
          return check(params, ask('prompts/get', params));
        });
      }
    }

    expect(harm).toEqual([]);
    for (const name of ['dev-health-a', 'dev-health-b']) {
      expect(await call('catalog_get', { kind: 'Service', name, environment: 'dev' })).toMatchObject({
        result: { structuredContent: { entry: { version: 1, manifest: service(name) } } },
      });
    }
  });
});
