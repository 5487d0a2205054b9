import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { policy, service, vertical } from '../testing.ts';
import { TestPlane } from '../testPlane.ts';

/** What of a JSON Schema the tools' inputs use. */
interface Schema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  items?: Schema;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  required?: string[];
}

/** What was given anywhere, and where. */
const given = new Map<string, string>();
const MARKS = /zq\d+qz|77\d{8}/g;

/** Arguments that name what a call is about: they may stand in a record, as its target or vertical. */
const NAMES = [
  'kind',
  'name',
  'release',
  'manifest.kind',
  'manifest.metadata.name',
  'manifest.metadata.tags.Vertical',
];

let plane: TestPlane;
beforeAll(async () => {
  plane = await TestPlane.open();
  const admin = await plane.connect('admin', 'admin');
  await admin.register(vertical('health'), service('dev-health-there'));
});
afterAll(() => plane.dispose());

function mark(path: string): string {
  const text = `zq${given.size}qz`;
  given.set(text, path);
  return text;
}

function markNumber(path: string): number {
  const number = 7_700_000_000 + given.size;
  given.set(String(number), path);
  return number;
}

const later = <T>(make: () => T) => fc.constant(null).map(make);

/** Whatever a schema lets in, each text and large number of it recognisable. */
function valueFor(schema: Schema, path: string): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => valueFor(each, path)));
  if (path === 'manifest') return manifest(path);
  switch (schema.type) {
    case 'string':
      if (schema.format === 'date-time') return fc.constant('2026-01-01T00:00:00Z');
      if (schema.pattern?.startsWith('^[1-9]')) return later(() => String(markNumber(path)).slice(0, 9));
      return later(() => mark(path));
    case 'integer':
    case 'number':
      return (schema.maximum ?? Number.MAX_SAFE_INTEGER) < 10 ** 10
        ? fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1 })
        : fc.oneof(
            fc.constant(1),
            later(() => markNumber(path)),
          );
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valueFor(schema.items ?? {}, `${path}[]`), { maxLength: 2 });
    case 'object':
      return schema.properties
        ? argumentsOf(schema, path)
        : later(() => ({ [mark(path)]: mark(path), deep: { is: [mark(path)] } }));
    default:
      return later(() => mark(path));
  }
}

function argumentsOf({ properties = {}, required = [] }: Schema, path = ''): fc.Arbitrary<object> {
  const at = (name: string) => (path ? `${path}.${name}` : name);
  const values = Object.entries(properties).map(([name, each]) => [name, valueFor(each, at(name))] as const);
  return fc.record(Object.fromEntries(values), { requiredKeys: required });
}

/** Some that are registered, some that are refused. */
function manifest(path: string): fc.Arbitrary<unknown> {
  const text = (name: string) => mark(`${path}.${name}`);
  const marked = (plain: { metadata: object; spec: object }, isFit: boolean) => ({
    ...plain,
    metadata: { ...plain.metadata, title: text('metadata.title'), description: text('metadata.description') },
    spec: { ...plain.spec, ...(isFit ? {} : { [text('spec')]: text('spec.unknown') }) },
  });
  return fc.oneof(
    fc
      .tuple(fc.constantFrom('dev', 'test', 'prod'), fc.boolean())
      .map(([environment, isFit]) =>
        marked(
          service(
            `${environment}-health-${text('metadata.name')}`,
            { command: [text('spec.command')] },
            { Note: text('metadata.tags.Note') },
          ),
          isFit,
        ),
      ),
    later(() =>
      marked(
        service(`dev-x-${text('metadata.name')}`, {}, { Vertical: text('metadata.tags.Vertical') }),
        false,
      ),
    ),
    fc.boolean().map((isFit) => marked(vertical(text('metadata.name')), isFit)),
    later(() => marked(policy(text('metadata.name'), {}), true)),
    later(() => ({
      kind: text('kind'),
      metadata: { name: text('metadata.name') },
      [text('field')]: text('field'),
    })),
  );
}

/** Where something that was given stands in the log without being a name. */
async function leaks(): Promise<string[]> {
  const records = await plane.store.audit.query({}, 50);
  return records.flatMap(({ target = '', vertical = '', ...rest }) => {
    const isOfRead = rest.outcome === 'read';
    const inNames = [...`${target} ${vertical}`.matchAll(MARKS)].filter(
      ([found]) => isOfRead || !NAMES.includes(given.get(found) ?? ''),
    );
    const elsewhere = [...JSON.stringify({ ...rest, hash: '', at: '', correlation: '' }).matchAll(MARKS)];
    return [...inNames, ...elsewhere].map(([found]) => `${given.get(found)} in ${JSON.stringify(rest)}`);
  });
}

it('keeps no argument of any tool in the log but the names of what it is about', {
  timeout: 120_000,
}, async () => {
  const { tools } = await (await plane.connect('admin', 'admin')).mcp.listTools();
  for (const { name, inputSchema } of tools) {
    const calls = fc.tuple(
      argumentsOf(inputSchema as Schema),
      fc.constantFrom('admin', 'operator', 'viewer'),
      fc.boolean(),
    );
    const call = fc.asyncProperty(calls, async ([args, role, approves]) => {
      const client = await plane.connect(`some ${role}`, role, () => approves);
      await client.call(name, args);
      expect(await leaks()).toEqual([]);
    });
    await fc.assert(call, { numRuns: 10, seed: 5 });
  }
  const admin = await plane.connect('admin', 'admin');
  await admin.call('audit_query', {
    actor: mark('actor'),
    target: mark('target'),
    vertical: mark('vertical'),
  });
  expect(await leaks()).toEqual([]);
  // It was not for want of records.
  const records = await plane.store.audit.query({}, 10_000);
  const outcomes = new Set(records.map(({ outcome }) => outcome));
  expect([...outcomes]).toEqual(expect.arrayContaining(['created', 'refused', 'read']));
  expect(records.filter(({ target = '' }) => target.match(MARKS)).length).toBeGreaterThan(10);
});

it('keeps no name longer than it can be read, nor any that a terminal would obey', async () => {
  const admin = await plane.connect('admin', 'admin');
  const names = ['x'.repeat(100_000), 'a\u001b[2J\r\nb', '\u202Egnp.exe', '\0', '\uD800'];
  for (const name of names) {
    await admin.call('catalog_register', { manifest: service(`dev-health-${name}`) });
    await admin.call('catalog_register', { manifest: vertical(name) });
    await admin.call('catalog_register', { manifest: service('dev-health-a', {}, { Vertical: name }) });
    const viewer = await plane.connect(name, 'viewer');
    await viewer.call('catalog_register', { manifest: service(`dev-health-${name}`) });
  }
  for (const record of await plane.store.audit.query({}, 10_000)) {
    const text = Object.values(record).join(' ');
    expect(text.length).toBeLessThan(3_000);
    expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  }
  expect(await plane.store.audit.verify()).toMatchObject({ valid: true });
});
