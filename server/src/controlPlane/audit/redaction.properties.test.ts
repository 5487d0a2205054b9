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
  'server',
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

/** Names of manifests that were given: calls about them do something. */
const names: string[] = [];

const later = <T>(make: () => T) => fc.constant(null).map(make);

/** Whatever a schema lets in, each text and large number of it recognisable. */
function valueFor(schema: Schema, path: string): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => valueFor(each, path)));
  if (path === 'manifest') return manifest(path);
  if (path === 'definitions[]') return definition(path);
  if (path === 'kind')
    return fc.oneof(
      { weight: 3, arbitrary: fc.constant('Service') },
      later(() => mark(path)),
    );
  if (path === 'name' && !schema.pattern)
    return fc.oneof(
      { weight: 3, arbitrary: fc.nat().map((n) => names[n % names.length] ?? mark(path)) },
      later(() => mark(path)),
    );
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
  const marked = (plain: { metadata: { name: string }; spec: object }, isFit: boolean) => {
    names.push(plain.metadata.name);
    const { metadata, spec } = plain;
    return {
      ...plain,
      metadata: { ...metadata, title: text('metadata.title'), description: text('metadata.description') },
      spec: { ...spec, ...(isFit ? {} : { [text('spec')]: text('spec.unknown') }) },
    };
  };
  const fit = fc.constantFrom('dev', 'dev', 'test', 'prod').map((environment) => {
    const tags = { Note: text('metadata.tags.Note') };
    const spec = { command: [text('spec.command')], env: { NOTE: text('spec.env') } };
    return marked(service(`${environment}-health-${text('metadata.name')}`, spec, tags), true);
  });
  return fc.oneof(
    { weight: 4, arbitrary: fit },
    later(() => marked(service(`dev-health-${text('metadata.name')}`), false)),
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

/** Some that can be decided about, some that have no name. */
function definition(path: string): fc.Arbitrary<unknown> {
  const described = () => ({ description: mark(`${path}.description`), [mark(path)]: [mark(path)] });
  return fc.oneof(
    later(() => ({ name: mark(`${path}.name`), ...described() })),
    later(described),
  );
}

/** What people say for the record, where they say it came from, and the names of what they decided about. */
const FOR_THE_RECORD = ['reason', 'claim.controlPlane', 'definitions[].name'];

/** Where something that was given stands in the log without being a name. */
async function leaks(): Promise<string[]> {
  const records = await plane.store.audit.query({}, 50);
  return records.flatMap(({ target = '', vertical = '', ...rest }) => {
    const isOfRead = rest.outcome === 'read';
    const inNames = [...`${target} ${vertical}`.matchAll(MARKS)].filter(
      ([found]) => isOfRead || !NAMES.includes(given.get(found) ?? ''),
    );
    const elsewhere = [
      ...JSON.stringify({ ...rest, hash: '', at: '', correlation: '' }).matchAll(MARKS),
    ].filter(([found]) => !FOR_THE_RECORD.includes(given.get(found) ?? ''));
    return [...inNames, ...elsewhere].map(([found]) => `${given.get(found)} in ${JSON.stringify(rest)}`);
  });
}

const isRegister = ({ name }: { name: string }) => name === 'catalog_register';

it('keeps no argument of any tool in the log but the names of what it is about', {
  timeout: 120_000,
}, async () => {
  const { tools } = await (await plane.connect('admin', 'admin')).mcp.listTools();
  // What is registered first the others can do something with.
  const registersFirst = tools.toSorted((a, b) => Number(isRegister(b)) - Number(isRegister(a)));
  for (const { name, inputSchema, annotations } of registersFirst) {
    const calls = fc.tuple(
      argumentsOf(inputSchema as Schema),
      fc.constantFrom('admin', 'admin', 'operator', 'viewer'),
      fc.boolean(),
    );
    const call = fc.asyncProperty(calls, async ([args, role, approves]) => {
      const client = await plane.connect(`some ${role}`, role, () => approves);
      await client.call(name, args);
      expect(await leaks()).toEqual([]);
    });
    await fc.assert(call, { numRuns: annotations?.readOnlyHint ? 3 : 10, seed: 5 });
  }
  expect((await plane.store.audit.query({}, 500)).length).toBeGreaterThan(30);
});

it('keeps none either of what is done', async () => {
  const admin = await plane.connect('an admin', 'admin', () => true);
  const manifest = service('dev-health-done', { env: { NOTE: mark('env') } }, { Note: mark('tag') });
  const key = { kind: 'Service', ifVersion: 1, reason: mark('reason') };
  const calls: [name: string, args: object, outcome: string][] = [
    ['catalog_register', { manifest, source: mark('source') }, 'created'],
    [
      'catalog_promote',
      { ...key, name: 'dev-health-done', to: 'test', own: { env: { NOTE: mark('own') } } },
      'promoted',
    ],
    ['catalog_retire', { ...key, name: 'test-health-done' }, 'retired'],
    ['secret_set', { name: 'health/done', environment: 'dev', value: mark('value') }, 'created'],
    ['audit_query', { actor: mark('actor'), target: mark('target'), vertical: mark('vertical') }, 'read'],
  ];
  for (const [action, args, outcome] of calls) {
    await admin.call(action, args);
    expect((await plane.store.audit.query({}, 1))[0]).toMatchObject({ action, outcome });
  }
  expect(await leaks()).toEqual([]);
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
