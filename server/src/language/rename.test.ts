import { describe, expect, test } from 'vitest';
import { prepareRename, rename } from './rename.ts';
import { API, applied, ORGANISATION as FILES, type Files, open, SERVICE } from './testWorkspace.ts';

const WEB = 'file:///w/web.heady.yaml';
const AT_DB: [string, string] = [WEB, SERVICE('dev-health-web', 'dev-heal|th-db')];
const options = { versionOf: () => null, renamesFiles: true };

describe('rename', () => {
  test('reaches every reference and the file called after it, keeping quotes', () => {
    const { project, file, offset, all } = open(FILES, [
      'file:///w/dev-health-api.heady.yaml',
      SERVICE('dev-health-|api', '"dev-health-db", dev-health-web'),
    ]);
    expect(prepareRename(file, offset)?.placeholder).toBe('dev-health-api');
    const after = applied(all, rename(project, file, offset, 'dev-health-gateway', options));
    expect(after['file:///w/dev-health-api.heady.yaml']).toBeUndefined();
    expect(after['file:///w/dev-health-gateway.heady.yaml']).toContain('name: dev-health-gateway\n');

    const store = open(FILES, AT_DB);
    const renamed = applied(
      store.all,
      rename(store.project, store.file, store.offset, 'dev-health-store', options),
    );
    expect(renamed['file:///w/db.heady.yaml']).toContain("name: 'dev-health-store'");
    expect(renamed['file:///w/dev-health-api.heady.yaml']).toContain('["dev-health-store", dev-health-web]');
    expect(Object.values(renamed).join()).not.toContain('dev-health-db');
  });

  test('of a vertical takes the names of its services along', () => {
    const { project, file, offset, all } = open(FILES, [
      WEB,
      SERVICE('dev-health-web', 'dev-health-db').replace('Vertical: health', 'Vertical: hea|lth'),
    ]);
    const after = applied(all, rename(project, file, offset, 'care', options));
    expect(Object.values(after).join()).not.toContain('health');
    expect(after['file:///w/dev-care-api.heady.yaml']).toContain('["dev-care-db", dev-care-web]');
  });

  test('and back is where it started', () => {
    const there = open(FILES, AT_DB);
    const after = applied(
      there.all,
      rename(there.project, there.file, there.offset, 'dev-health-store', options),
    );
    const web = after[WEB] ?? '';
    const back = open(after, [WEB, web.replace('dev-health-store', 'dev-health-|store')]);
    expect(applied(back.all, rename(back.project, back.file, back.offset, 'dev-health-db', options))).toEqual(
      there.all,
    );
  });

  test.each([
    ['taken', AT_DB, 'dev-health-api', /exists already/],
    ['malformed', AT_DB, 'Health DB', /cannot name a Service/],
    [
      'an owner that is taken',
      [WEB, SERVICE('dev-health-web').replace('team-a', 'tea|m-a')],
      'team-b',
      /An owner called team-b exists already/,
    ],
    ['an empty owner', [WEB, SERVICE('dev-health-web').replace('team-a', 'tea|m-a')], ' ', /cannot be empty/],
    [
      'an owner that YAML reads as a number',
      [WEB, SERVICE('dev-health-web').replace('team-a', 'tea|m-a')],
      '2024',
      /something else than text/,
    ],
    ['in no environment', AT_DB, 'qa-health-db', /its first segment .* is no environment/],
  ] as [string, [string, string], string, RegExp][])(
    'to a name that is %s is refused before anything changes',
    (_, cursor, name, reason) => {
      const { project, file, offset } = open(FILES, cursor);
      expect(() => rename(project, file, offset, name, options)).toThrow(reason);
    },
  );

  test('an environment keeps its name', () => {
    const { file, offset } = open({}, [
      'file:///w/e.heady.yaml',
      'kind: Environment\nmetadata: { name: de|v }\n',
    ]);
    expect(prepareRename(file, offset)).toBeUndefined();
  });
});

describe('rename of what is provided in any environment', () => {
  const DEV = 'file:///w/dev.heady.yaml';
  const PROD = 'file:///w/prod.heady.yaml';
  const CLINICS = 'file:///w/clinics.heady.yaml';
  const BOTH: Files = {
    [DEV]: SERVICE('dev-health-api'),
    [PROD]: SERVICE('prod-health-api', 'dev-health-api'),
    [CLINICS]: API('health-api'),
  };
  const renamed = (files: Files, cursor: [string, string], to: string) => {
    const { project, file, offset, all } = open(files, cursor);
    return applied(all, rename(project, file, offset, to, options));
  };

  test('renames the service in each of them', () => {
    const after = renamed(BOTH, [CLINICS, API('health|-api')], 'health-gateway');
    expect(after[DEV]).toContain('name: dev-health-gateway\n');
    expect(after[PROD]).toContain('name: prod-health-gateway\n');
    expect(after[PROD]).toContain('dependsOn: [dev-health-gateway]');
    expect(after[CLINICS]).toContain('providedBy: health-gateway\n');
  });

  test('stays while another environment has the service', () => {
    const after = renamed(BOTH, [DEV, SERVICE('dev-health-|api')], 'dev-health-gateway');
    expect(after[PROD]).toContain('name: prod-health-api\n');
    expect(after[PROD]).toContain('dependsOn: [dev-health-gateway]');
    expect(after[CLINICS]).toContain('providedBy: health-api\n');
  });

  test('follows the last one, unless it moves to another environment', () => {
    const files = { [DEV]: SERVICE('dev-health-api'), [CLINICS]: API("'health-api'") };
    const at: [string, string] = [DEV, SERVICE('dev-health-|api')];
    expect(renamed(files, at, 'dev-health-gateway')[CLINICS]).toContain("providedBy: 'health-gateway'\n");
    expect(renamed(files, at, 'test-health-api')[CLINICS]).toContain("providedBy: 'health-api'\n");
  });

  test('follows the vertical', () => {
    const at: [string, string] = [PROD, SERVICE('prod-health-api').replace(': health', ': he|alth')];
    expect(renamed(BOTH, at, 'care')[CLINICS]).toContain('providedBy: care-api\n');
  });

  test.each([
    [
      'taken in one of them',
      'health-db',
      'A Service called prod-health-db exists already; health-api keeps its name.',
    ],
    ['malformed', 'Health', /"Health" cannot name a service in any environment/],
  ])('to a name that is %s is refused', (_, to, reason) => {
    const files = { ...BOTH, 'file:///w/db.heady.yaml': SERVICE('prod-health-db') };
    expect(() => renamed(files, [CLINICS, API('health|-api')], to)).toThrow(reason);
  });
});

test('a rename that would move a file over another is refused', () => {
  const from = 'file:///w/dev-health-api.heady.yaml';
  const files = { 'file:///w/dev-health-gateway.heady.yaml': '# notes\n' };
  const { project, file, offset } = open(files, [from, SERVICE('dev-health-|api')]);
  expect(() => rename(project, file, offset, 'dev-health-gateway', options)).toThrow(
    'There is a file dev-health-gateway.heady.yaml already; move it out of the way, or choose another name.',
  );
});

test('a name with escapes is renamed within its quotes', () => {
  const at: [string, string] = [WEB, SERVICE('dev-health-web', '"dev\\x2dhealth-d|b"')];
  const { project, file, offset, all } = open(FILES, at);
  const after = applied(all, rename(project, file, offset, 'dev-health-store', options));
  expect(after[WEB]).toContain('dependsOn: ["dev-health-store"]');
});
