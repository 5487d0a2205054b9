import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Generated, generate } from '../generate.ts';
import { readTemplate } from '../template/readTemplate.ts';
import type { Preference } from './mergeTexts.ts';
import { type FileUpdate, pathsOf, planUpdate } from './planUpdate.ts';
import { type BaseFile, loneManifest, RecordError, readRecord, withRecord } from './record.ts';

const ANSWERS = {
  environment: 'dev',
  vertical: 'health',
  name: 'billing',
  owner: 'team-billing',
  sensitivity: 'internal',
  parameters: {},
} as const;
const MANIFEST = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: {{ fullName }}
  tags: { Owner: {{ owner }}, Vertical: {{ vertical }}, DataSensitivity: {{ sensitivity }} }
spec:
  environment: {{ environment }}
  replicas: 1
`;

type Texts = Readonly<Record<string, string | Uint8Array>>;

/** What a version of a template makes: its manifest and these files, by their paths in the template. */
function made(
  version: string,
  files: Texts,
  manifest = MANIFEST,
  executable: readonly string[] = [],
): Generated {
  const own = `apiVersion: heady.systems/v1
kind: Template
metadata: { name: basic }
spec: { version: ${version}, creates: Service, manifest: 'files/dev.heady.yaml' }
`;
  const texts: Texts = {
    'template.heady.yaml': own,
    'files/always': '',
    'files/dev.heady.yaml.liquid': manifest,
    ...files,
  };
  const template = readTemplate(
    Object.entries(texts).map(([path, content]) => ({
      path,
      bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content,
      executable: executable.includes(path),
    })),
  );
  const origin = { source: 'test', template, answers: ANSWERS, year: 2026 };
  return withRecord(generate(template, ANSWERS, { year: 2026 }), origin);
}

const HOME = 'services/health/billing/';
const RECORD = `${HOME}.dev-health-billing.scaffold`;

/** What the record in a project says that its files were. */
function baseOf({ files }: Generated): ReadonlyMap<string, BaseFile> {
  const bytes = files.find(({ path }) => path === RECORD)?.bytes;
  if (!bytes) throw new Error('there is no record');
  const record = readRecord(bytes);
  return new Map([
    ...[...record.files].map(([path, file]) => [`${HOME}${path}`, file] as const),
    ...record.outside,
  ]);
}

interface Change {
  [path: string]: string | Uint8Array | undefined;
}

/** Plans from one version to another, after the user's changes. */
function plan(
  from: Generated,
  to: Generated,
  changes: Change = {},
  preference: Preference = 'markers',
  taken: readonly string[] = [],
) {
  const yours = new Map(from.files.map(({ path, bytes }) => [path, bytes]));
  for (const [path, content] of Object.entries(changes)) {
    if (content === undefined) yours.delete(path);
    else yours.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  }
  const template = { name: 'basic', version: '1.1.0', answers: {} };
  const updates = planUpdate({
    base: baseOf(from),
    yours,
    theirs: to,
    template,
    preference,
    taken: new Set(taken.map((path) => `${HOME}${path}`)),
  });
  return { updates, yours, result: applied(yours, updates) };
}

function applied(
  yours: ReadonlyMap<string, Uint8Array>,
  updates: readonly FileUpdate[],
): Map<string, string> {
  const files = new Map(yours);
  for (const { path, outcome, bytes } of updates) {
    if (bytes) files.set(path, bytes);
    if (outcome === 'deletedByTemplate') files.delete(path);
  }
  return textsOf([...files].map(([path, bytes]) => ({ path, bytes })));
}

const textsOf = (files: readonly { path: string; bytes: Uint8Array }[]) =>
  new Map(
    files
      .map(({ path, bytes }) => [path, Buffer.from(bytes).toString('latin1')] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
const outcomes = (updates: readonly FileUpdate[]) =>
  Object.fromEntries(updates.map(({ path, outcome }) => [path.replace(HOME, ''), outcome]));

const v1 = made('1.0.0', {
  'files/same.txt': 'same\n',
  'files/a.txt': '1\n2\n3\n4\n5\n',
  'files/old.txt': 'old\n',
  'files/logo.png': new Uint8Array([0, 1]),
  'repository/ci.yml': 'on: push\n',
});
const v2 = made('1.1.0', {
  'files/same.txt': 'same\n',
  'files/a.txt': '1\n2\n3\n4\nfive\n',
  'files/new.txt': 'new\n',
  'files/logo.png': new Uint8Array([0, 2]),
  'repository/ci.yml': 'on: [push]\n',
});

test('what nobody changed becomes what the new version makes', () => {
  const { updates } = plan(v1, v2);
  expect(outcomes(updates)).toEqual({
    always: 'unchanged',
    'same.txt': 'unchanged',
    'a.txt': 'updated',
    'old.txt': 'deletedByTemplate',
    'new.txt': 'added',
    'logo.png': 'updated',
    'dev.heady.yaml': 'updated',
    '.dev-health-billing.scaffold': 'updated',
    'ci.yml': 'updated',
  });
});

test('changes of both survive, and the manifest says the new version without a conflict', () => {
  const manifest = textsOf(v1.files).get(`${HOME}dev.heady.yaml`) ?? '';
  const { updates, result } = plan(v1, v2, {
    [`${HOME}a.txt`]: '0\n1\n2\n3\n4\n5\n',
    [`${HOME}dev.heady.yaml`]: `${manifest.replace('replicas: 1', 'replicas: 3')}  # mine\n`,
  });
  expect(result.get(`${HOME}a.txt`)).toBe('0\n1\n2\n3\n4\nfive\n');
  expect(result.get(`${HOME}dev.heady.yaml`)).toBe(
    `${manifest.replace('replicas: 1', 'replicas: 3').replace('version: 1.0.0', 'version: 1.1.0')}  # mine\n`,
  );
  expect(outcomes(updates)).toMatchObject({ 'a.txt': 'merged', 'dev.heady.yaml': 'merged' });
});

test('what the user deleted stays away, and what the user changed stays though the template dropped it', () => {
  const { updates, result } = plan(v1, v2, {
    [`${HOME}a.txt`]: undefined,
    [`${HOME}old.txt`]: 'mine\n',
    [`${HOME}same.txt`]: undefined,
  });
  expect(outcomes(updates)).toMatchObject({
    'a.txt': 'deletedByUser',
    'same.txt': 'deletedByUser',
    'old.txt': 'unchanged',
  });
  expect(result.has(`${HOME}a.txt`)).toBe(false);
  expect(result.get(`${HOME}old.txt`)).toBe('mine\n');
  expect(updates.find(({ path }) => path.endsWith('old.txt'))?.note).toMatch(/you changed it, so it stays/);
});

test('both changed the same: a conflict between markers, or the side that is preferred', () => {
  const changes = { [`${HOME}a.txt`]: '1\n2\n3\n4\nV\n', [`${HOME}logo.png`]: new Uint8Array([0, 3]) };
  const { updates, result } = plan(v1, v2, changes);
  expect(result.get(`${HOME}a.txt`)).toContain('<<<<<<< yours\nV\n=======\nfive\n>>>>>>> template 1.1.0\n');
  expect(result.get(`${HOME}logo.png`)).toBe('\0\x03');
  expect(outcomes(updates)).toMatchObject({ 'a.txt': 'conflict', 'logo.png': 'conflict' });

  const theirs = plan(v1, v2, changes, 'theirs').result;
  expect([theirs.get(`${HOME}a.txt`), theirs.get(`${HOME}logo.png`)]).toEqual([
    '1\n2\n3\n4\nfive\n',
    '\0\x02',
  ]);
  expect(plan(v1, v2, changes, 'yours').result.get(`${HOME}a.txt`)).toBe('1\n2\n3\n4\nV\n');
});

test('what is no text is offered whole, told by size and digest, and taken where that is said', () => {
  const changes = { [`${HOME}logo.png`]: new Uint8Array([0, 3]), [`${HOME}a.txt`]: undefined };
  const logoIn = (updates: readonly FileUpdate[]) => updates.find(({ path }) => path.endsWith('logo.png'));
  expect(logoIn(plan(v1, v2, changes).updates)).toMatchObject({
    outcome: 'conflict',
    offered: new Uint8Array([0, 2]),
    note: expect.stringMatching(
      /^It is no text, and both sides changed it\. Yours \(2 bytes, SHA-256 [0-9a-f]{12}\) stays; /,
    ),
  });
  expect(logoIn(plan(v1, v2, changes, 'yours').updates)).toMatchObject({ outcome: 'unchanged' });

  const taken = plan(v1, v2, changes, 'markers', ['logo.png', 'a.txt', 'same.txt']);
  expect(outcomes(taken.updates)).toMatchObject({
    'logo.png': 'updated',
    'a.txt': 'added',
    'same.txt': 'unchanged',
  });
  expect(taken.result.get(`${HOME}logo.png`)).toBe('\0\x02');
  expect(taken.result.get(`${HOME}a.txt`)).toBe('1\n2\n3\n4\nfive\n');
});

test('a manifest alone is merged three ways, too', () => {
  const alone = (version: string, manifest: string) => {
    const { files, ...generated } = made(version, {}, manifest);
    return { ...generated, files: files.filter(({ path }) => !path.endsWith('/always')) };
  };
  const [from, to] = [alone('1.0.0', MANIFEST), alone('1.1.0', `${MANIFEST}  state: stateless\n`)];
  expect(loneManifest(from.files.map(({ path }) => path))).toBe(`${HOME}dev.heady.yaml`);
  const manifest = textsOf(from.files).get(`${HOME}dev.heady.yaml`) ?? '';
  const mine = manifest.replace('kind: Service\n', 'kind: Service # mine\n');
  const { updates, result } = plan(from, to, { [`${HOME}dev.heady.yaml`]: mine });
  expect(outcomes(updates)).toMatchObject({ 'dev.heady.yaml': 'merged' });
  expect(result.get(`${HOME}dev.heady.yaml`)).toContain('kind: Service # mine\n');
  expect(result.get(`${HOME}dev.heady.yaml`)).toContain('  state: stateless\n');
});

test('a file of the user where the template now has one is compared, not replaced', () => {
  const { updates } = plan(v1, v2, { [`${HOME}new.txt`]: 'mine\n' });
  expect(updates.find(({ path }) => path.endsWith('new.txt'))).toMatchObject({
    outcome: 'conflict',
    conflicts: 1,
  });
});

test('a template that makes a file executable does, whatever was changed in it', () => {
  const [from, to] = [[], ['files/run']].map((executable, index) =>
    made(`1.${index}.0`, { 'files/run': 'a\n' }, MANIFEST, executable),
  );
  if (!from || !to) throw new Error('there are two');
  const { updates } = plan(from, to, { [`${HOME}run`]: 'mine\na\n' });
  expect(updates.find(({ path }) => path.endsWith('run'))).toMatchObject({
    executable: true,
    bytes: new TextEncoder().encode('mine\na\n'),
  });
});

test('a checkout with other ends of lines has no change by that', () => {
  const crlf = Object.fromEntries(
    [...textsOf(v1.files)]
      .filter(([path]) => !/png|scaffold/.test(path))
      .map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]),
  );
  const { updates, result } = plan(v1, v2, crlf);
  expect(updates.filter(({ outcome }) => outcome === 'conflict')).toEqual([]);
  expect(result.get(`${HOME}a.txt`)).toBe('1\r\n2\r\n3\r\n4\r\nfive\r\n');
  expect(result.has(`${HOME}old.txt`)).toBe(false);
});

test('where what was made is not known, nothing is decided for the user', () => {
  const yours = new Map(v1.files.map(({ path, bytes }) => [path, bytes]));
  const template = { name: 'basic', version: '1.1.0', answers: {} };
  const updates = planUpdate({ base: undefined, yours, theirs: v2, template });
  expect(outcomes(updates)).toMatchObject({
    'same.txt': 'unchanged',
    'a.txt': 'conflict',
    'new.txt': 'added',
    'dev.heady.yaml': 'updated',
  });
  expect(updates.find(({ outcome }) => outcome === 'conflict')?.note).toMatch(/left to you/);
});

describe('of any two versions', () => {
  const content = fc
    .array(fc.constantFrom('a\n', 'b\n', '\n', 'c'), { maxLength: 6 })
    .map((lines) => lines.join(''));
  const version = fc.dictionary(
    fc.constantFrom('files/a.txt', 'files/b/c.txt', 'files/d', 'repository/e.yml'),
    fc.oneof(content, fc.uint8Array({ maxLength: 4 })),
  );

  test('with no change of the user the result is what the new version makes afresh', () => {
    fc.assert(
      fc.property(version, version, (before, after) => {
        const to = made('1.1.0', after);
        expect(plan(made('1.0.0', before), to).result).toEqual(textsOf(to.files));
      }),
      { numRuns: 60 },
    );
  });

  test('with no change of the template nothing is written, whatever the user did', () => {
    fc.assert(
      fc.property(
        version,
        fc.dictionary(fc.constantFrom('a.txt', 'b/c.txt', 'd'), content),
        (files, mine) => {
          const same = made('1.1.0', files);
          const changes = Object.fromEntries(
            Object.entries(mine)
              .filter(([path]) => same.files.some((file) => file.path === `${HOME}${path}`))
              .map(([path, text]) => [`${HOME}${path}`, text]),
          );
          const { updates } = plan(same, same, changes);
          expect(updates.filter(({ bytes }) => bytes)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the record', () => {
  test('tells what was made, in a form that is the same each time', () => {
    const again = made('1.0.0', {
      'files/same.txt': 'same\n',
      'files/a.txt': '1\n2\n3\n4\n5\n',
      'files/old.txt': 'old\n',
      'files/logo.png': new Uint8Array([0, 1]),
      'repository/ci.yml': 'on: push\n',
    });
    expect(textsOf(again.files)).toEqual(textsOf(v1.files));
    expect([...baseOf(v1).keys()].sort()).toEqual(
      pathsOf({ base: undefined, theirs: v1 }).filter((path) => path !== RECORD),
    );
    expect(baseOf(v1).get('ci.yml')?.text).toBe('on: push\n');
    expect(baseOf(v1).get(`${HOME}logo.png`)?.text).toBeUndefined();
  });

  test('that was damaged is refused, in words', () => {
    const text = textsOf(v1.files).get(RECORD) ?? '';
    const read = (changed: string) => () => readRecord(new TextEncoder().encode(changed));
    expect(read('{')).toThrow(RecordError);
    expect(read(text.replace('"format": 1', '"format": 9'))).toThrow(/its format is 9/);
    expect(read(text.replace('"same.txt"', '"../same.txt"'))).toThrow(/could leave the project/);
    expect(read(text.replace('"year": 2026', '"year": "x"'))).toThrow(/something is missing/);
    expect(read(text.replace(/"texts": ".*"/, '"texts": "AAAA"'))).toThrow(RecordError);
  });
});
