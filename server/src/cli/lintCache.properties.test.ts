import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { lintCommand } from './lint.ts';
import { fakeTerminal } from './testing.ts';

const SAMPLES = join(import.meta.dirname, '..', '..', '..', 'samples');
/** Later than a change by more than a file system's clock is coarse. */
const LATER = 10_000;

let folder: string;
let caches: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'heady-cached-'));
  caches = mkdtempSync(join(tmpdir(), 'heady-caches-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
  rmSync(caches, { recursive: true, force: true });
});

async function lint(args: readonly string[], cwd = folder, cacheFolder = caches) {
  const terminal = { ...fakeTerminal(cwd), env: { HEADY_CACHE_DIR: cacheFolder } };
  const code = await lintCommand(args, terminal);
  return { code, ...terminal.written };
}

/** From here on all files are older than a race takes. */
function waitForClocks(): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + LATER });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function cacheFiles(): string[] {
  return readdirSync(caches).map((name) => join(caches, name));
}

function theCache(): string {
  const [path = '', ...others] = cacheFiles();
  expect(others).toEqual([]);
  return path;
}

const service = (name: string, spec = '') => `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: dev-health-${name}
  tags: { Owner: team-billing, Vertical: health, DataSensitivity: internal }
spec: { environment: dev, plane: app, runtime: podman${spec} }
`;

describe('what an earlier run kept', () => {
  test('is used: of a file that is unchanged it is said again, whatever it says', async () => {
    write('a.heady.yaml', service('a'));
    write('b.heady.yaml', service('b').replace('app', 'appx'));
    waitForClocks();
    const first = await lint([]);
    const cache = readFileSync(theCache());
    expect(await lint([])).toEqual(first);
    expect(readFileSync(theCache()).equals(cache)).toBe(true);
    const [header = '', ...lines] = cache.toString().replaceAll('must be', 'might be').split('\n');
    const body = lines.join('\n');
    const checksum = createHash('sha1').update(body).digest('base64url');
    writeFileSync(theCache(), `${JSON.stringify({ ...JSON.parse(header), checksum })}\n${body}`);
    expect(await lint([])).toEqual({ ...first, stdout: first.stdout.replace('must be', 'might be') });
  });

  test('is not used for a file of the same size and the same second, nor for one put back in its place', async () => {
    write('a.heady.yaml', service('a'));
    const first = await lint([]);
    write('a.heady.yaml', service('a').replace('podman', 'padman'));
    expect((await lint([])).stdout).toContain('padman');
    write('a.heady.yaml', service('a'));
    expect(await lint([])).toEqual(first);
  });

  test('of other files is judged anew where a fact changed', async () => {
    write('a.heady.yaml', service('a', ', dependsOn: [dev-health-b]'));
    write('b.heady.yaml', service('b'));
    waitForClocks();
    expect((await lint([])).code).toBe(0);
    write('b.heady.yaml', service('c'));
    expect((await lint(['--format', 'json'])).stdout).toContain('catalog/unknown-reference');
    rmSync(join(folder, 'a.heady.yaml'));
    expect((await lint([])).stdout).toContain('1 file');
  });

  test('is kept for each workspace, whichever of its files were asked about', async () => {
    mkdirSync(join(folder, '.heady'));
    write('a.heady.yaml', service('a').replace('app', 'appx'));
    write('b.heady.yaml', service('b'));
    waitForClocks();
    const one = await lint(['a.heady.yaml']);
    const path = theCache();
    expect(await lint(['a.heady.yaml', '--no-cache'])).toEqual(one);
    await lint(['b.heady.yaml']);
    await lint(['.']);
    expect(theCache()).toBe(path);
    expect(readFileSync(path, 'utf8')).toContain('appx');
  });

  test('is neither used nor written with --no-cache, nor where there is no place for it', async () => {
    write('a.heady.yaml', service('a'));
    await lint(['--no-cache']);
    expect(cacheFiles()).toEqual([]);
    expect((await lint([], folder, '')).code).toBe(0);
  });

  test('is the same for a manifest on standard input', async () => {
    write('a.heady.yaml', service('a'));
    const piped = async () => {
      const terminal = fakeTerminal(folder, { input: service('a') });
      const code = await lintCommand(['.', '-'], { ...terminal, env: { HEADY_CACHE_DIR: caches } });
      return { code, ...terminal.written };
    };
    const first = await piped();
    expect(first.stdout).toContain('naming/duplicate');
    expect(await piped()).toEqual(first);
    expect((await lint([])).stdout).not.toContain('naming/duplicate');
  });
});

describe('a cache that is of no use', () => {
  const spoilt: Record<string, (path: string) => void> = {
    'is garbage': (path) => writeFileSync(path, Buffer.from([0, 255, 10, 123, 9, 125, 10])),
    'is empty': (path) => truncateSync(path, 0),
    'is cut short': (path) => truncateSync(path, Math.floor(statSync(path).size / 2)),
    'lacks its last line': (path) => writeFileSync(path, readFileSync(path, 'utf8').replace(/[^\n]*\n$/, '')),
    'has a letter changed': (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('appx', 'appy')),
    'is of another build': (path) =>
      writeFileSync(path, readFileSync(path, 'utf8').replace(/"build":"[^"]*"/, '"build":"older"')),
    'is of another format': (path) =>
      writeFileSync(path, readFileSync(path, 'utf8').replace('"format":1', '"format":0')),
    'is JSON of another sort': (path) => writeFileSync(path, '[]\n{}\n'),
  };

  test.each(Object.entries(spoilt))('as it %s is written anew', async (_, spoil) => {
    write('a.heady.yaml', service('a').replace('app', 'appx'));
    const first = await lint([]);
    const path = theCache();
    const sound = readFileSync(path);
    spoil(path);
    expect(await lint([])).toEqual(first);
    expect(readFileSync(path).equals(sound)).toBe(true);
  });

  test('as a folder stands in its place leaves the findings as they are', async () => {
    write('a.heady.yaml', service('a'));
    const first = await lint([]);
    const path = theCache();
    rmSync(path);
    mkdirSync(join(path, 'inner'), { recursive: true });
    expect(await lint([])).toEqual(first);
    expect(readdirSync(caches)).toHaveLength(1);
  });

  test('as its folder is a file leaves the findings as they are', async () => {
    write('a.heady.yaml', service('a'));
    const place = join(caches, 'file');
    writeFileSync(place, '');
    expect(await lint([], folder, place)).toEqual(await lint(['--no-cache']));
    expect(readFileSync(place, 'utf8')).toBe('');
  });
});

const VALUES = [
  'dev',
  'prod',
  'app',
  'control',
  'team-billing',
  'health',
  'x',
  '8080',
  '[]',
  '{ a: 1 }',
  'error',
  'off',
];
const LINES = [
  '# heady-ignore schema/enum: a test',
  '# heady-ignore naming/duplicate',
  '---',
  '  broken: [',
  '  dependsOn: [dev-health-a]',
  '    Owner: team-nobody',
];

/** One change of a workspace, as people, tools and git make them. */
const change = fc.record({
  what: fc.constantFrom('value', 'line', 'remove line', 'delete', 'copy', 'move', 'touch', 'swap'),
  file: fc.nat(),
  other: fc.nat(),
  place: fc.nat(),
  value: fc.constantFrom(...VALUES),
  line: fc.constantFrom(...LINES),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

const asked = fc.record({
  format: fc.constantFrom('stylish', 'json', 'sarif', 'junit', 'github'),
  env: fc.constantFrom(undefined, 'dev', 'prod'),
  strict: fc.boolean(),
  /** A part of the workspace. */
  part: fc.option(fc.nat(), { nil: undefined, freq: 3 }),
  fix: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
});

function manifests(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(yaml|json)$/.test(path))
    .sort();
}

function apply({ what, file, other, place, value, line }: Change): void {
  const files = manifests();
  const path = files[file % files.length] ?? '';
  const second = files[other % files.length] ?? '';
  const [here, there] = [join(folder, path), join(folder, second)];
  const lines = readFileSync(here, 'utf8').split('\n');
  const at = place % lines.length;
  const rewrite = (...inserted: string[]) =>
    writeFileSync(here, lines.toSpliced(at, 1, ...inserted).join('\n'));
  if (what === 'value') rewrite((lines[at] ?? '').replace(/: .*/, `: ${value}`));
  else if (what === 'line') rewrite(lines[at] ?? '', line);
  else if (what === 'remove line') rewrite();
  else if (what === 'delete' && files.length > 5) rmSync(here);
  else if (what === 'copy') cpSync(here, join(folder, `copy-${place % 7}.heady.yaml`));
  else if (what === 'move') renameSync(here, join(dirname(here), `moved-${place % 7}.heady.yaml`));
  else if (what === 'touch') writeFileSync(here, readFileSync(here));
  else if (what === 'swap') {
    const text = readFileSync(here);
    writeFileSync(here, readFileSync(there));
    writeFileSync(there, text);
  }
}

test('whatever changes, a run that uses what earlier ones kept says what a run from nothing says', async () => {
  const steps = fc.array(fc.tuple(fc.array(change, { maxLength: 3 }), asked), { minLength: 4, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(steps, fc.boolean(), async (rounds, isPatient) => {
      for (const path of [folder, caches]) {
        rmSync(path, { recursive: true, force: true });
        mkdirSync(path);
      }
      for (const sample of ['heady-systems', 'broken'])
        cpSync(join(SAMPLES, sample), folder, { recursive: true });
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + (isPatient ? LATER : 0) });
      for (const [changes, { format, env, strict, part, fix }] of rounds) {
        changes.forEach(apply);
        const files = manifests();
        const args = [
          ...(part === undefined ? [] : [files[part % files.length] ?? '.']),
          ...['--format', format],
          ...(env ? ['--env', env] : []),
          ...(strict ? ['--strict-catalog'] : []),
        ];
        if (fix) await fixBoth(args);
        expect(await lint(args), args.join(' ')).toEqual(await lint([...args, '--no-cache']));
      }
      vi.useRealTimers();
    }),
    { numRuns: Number(process.env.HEADY_CACHE_RUNS ?? 6) },
  );
}, 600_000);

/** Fixes a copy of the workspace from nothing, and the workspace with what was kept. */
async function fixBoth(args: readonly string[]): Promise<void> {
  const copy = mkdtempSync(join(tmpdir(), 'heady-copy-'));
  cpSync(folder, copy, { recursive: true });
  const cold = await lint([...args, '--fix', '--no-cache'], copy);
  expect(await lint([...args, '--fix'])).toEqual(cold);
  for (const path of manifests())
    expect(readFileSync(join(folder, path), 'utf8')).toBe(readFileSync(join(copy, path), 'utf8'));
  rmSync(copy, { recursive: true });
}
