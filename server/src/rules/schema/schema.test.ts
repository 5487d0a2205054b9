import { describe, expect, it } from 'vitest';
import { isFixable } from '../lint.ts';
import { findingsOf, fixed, lintText, SOUND, sound, titlesOf } from '../testing.ts';

describe('schema/required', () => {
  it('is at the key of the map that lacks the field, at the first key for the document', () => {
    expect(findingsOf(sound('  plane: app\n', ''))).toEqual(['schema/required 9:1 spec']);
    expect(findingsOf(sound('apiVersion: heady.systems/v1\n', ''))).toEqual(['schema/required 1:1 kind']);
  });

  it('takes null for absent', () => {
    expect(findingsOf(sound('plane: app', 'plane: null'))).toEqual(['schema/required 9:1 spec']);
  });

  it('inserts what can only have one value', () => {
    expect(fixed(sound('apiVersion: heady.systems/v1\n', ''), 'schema/required')).toBe(SOUND);
    expect(fixed(sound('  environment: dev\n', ''), 'schema/required')).toBe(
      sound('  environment: dev\n', '').replace('  replicas: 2\n', '  replicas: 2\n  environment: dev\n'),
    );
    expect(fixed(sound('environment: dev', 'environment: # which?'), 'schema/required')).toBe(
      sound('environment: dev', 'environment: dev # which?'),
    );
  });

  it('has no fix where the value is the writer’s to know', () => {
    expect(titlesOf(sound('  plane: app\n', ''), 'schema/required')).toEqual([]);
    expect(titlesOf(sound('kind: Service\n', ''), 'schema/required')).toEqual([]);
  });
});

describe('schema/type', () => {
  it('is judged before enumeration, format and range', () => {
    expect(findingsOf(sound('plane: app', 'plane: 3'))).toEqual(['schema/type 11:10 3']);
    expect(findingsOf(sound('replicas: 2', 'replicas: "-2"'))).toEqual(['schema/type 13:13 "-2"']);
    expect(findingsOf(sound('dev-health-billing', '3'))).toEqual(['schema/type 4:9 3']);
  });

  it('is at the start of a document that is no map', () => {
    expect(findingsOf('- one\n- two\n')).toEqual(['schema/type 1:1 ']);
    expect(findingsOf('# remark\njust text\n')).toEqual(['schema/type 2:1 ']);
  });

  it('is at an alias, not at its anchor', () => {
    const text = sound('replicas: 2', 'command: &few two\n  replicas: *few');
    expect(findingsOf(text)).toEqual(['schema/type 14:13 *few']);
    expect(titlesOf(text, 'schema/type')).toEqual([]);
  });

  it('counts as not stated for other rules', () => {
    expect(findingsOf(sound('Owner: team-billing', 'Owner: [a]'))).toEqual(['schema/type 6:12 [a]']);
    expect(findingsOf(sound('environment: dev', 'environment: 1'))).toEqual(['schema/type 10:16 1']);
  });

  it('writes the same value in the type that is asked', () => {
    expect(fixed(sound('replicas: 2', "replicas: '2' # two"), 'schema/type')).toBe(
      sound('replicas: 2', 'replicas: 2 # two'),
    );
    expect(fixed(sound('replicas: 2', 'env: { VERSION: 1.10, ON: yes }'), 'schema/type')).toBe(
      sound('replicas: 2', 'env: { VERSION: "1.10", ON: yes }'),
    );
    expect(fixed(sound('replicas: 2', 'hosts: dev-app-01 # one'), 'schema/type', { isOffline: true })).toBe(
      sound('replicas: 2', 'hosts: [dev-app-01] # one'),
    );
  });

  it('has no fix where the value has no such form', () => {
    expect(titlesOf(sound('replicas: 2', 'replicas: some'), 'schema/type')).toEqual([]);
    expect(titlesOf(sound('replicas: 2', 'replicas: "2.5"'), 'schema/type')).toEqual([]);
  });

  it('is not called fixable where a tag stands in the way of the fix', () => {
    const [found] = lintText(sound('replicas: 2', 'replicas: !!str 3'));
    expect(found?.rule).toBe('schema/type');
    expect(found && isFixable(found, found.options)).toBe(false);
  });
});

describe('schema/enum', () => {
  it('is at the value, quotes included', () => {
    expect(findingsOf(sound('plane: app', 'plane: "ap" # c'))).toEqual(['schema/enum 11:10 "ap"']);
    expect(findingsOf(sound('plane: app', 'plane: ""'))).toEqual(['schema/enum 11:10 ""']);
  });

  it('prefers the value that is near and keeps the quotes', () => {
    const text = sound('runtime: podman', "runtime: 'Pdoman' # c");
    expect(titlesOf(text, 'schema/enum')[0]).toBe('* Replace with "podman"');
    expect(fixed(text, 'schema/enum')).toBe(sound('runtime: podman', "runtime: 'podman' # c"));
  });

  it('offers all where none is near', () => {
    expect(titlesOf(sound('plane: app', 'plane: backend'), 'schema/enum')).toEqual([
      'Replace with "app"',
      'Replace with "data"',
      'Replace with "control"',
    ]);
  });
});

describe('schema/unknown-field', () => {
  it('is a warning at the key', () => {
    expect(findingsOf(sound('replicas: 2', '"replica": 2'))).toEqual(['schema/unknown-field 13:3 "replica"']);
  });

  it('renames to the nearest field, or removes', () => {
    const text = sound('replicas: 2', '"replica": 2 # two');
    expect(titlesOf(text, 'schema/unknown-field')).toEqual(['* Rename to "replicas"', 'Remove "replica"']);
    expect(fixed(text, 'schema/unknown-field')).toBe(sound('replicas: 2', '"replicas": 2 # two'));
    expect(fixed(text, 'schema/unknown-field', { title: 'Remove "replica"' })).toBe(
      sound('  replicas: 2\n', ''),
    );
  });

  it('only removes what is like nothing, or like a field that is there already', () => {
    const remove = ['Remove "replica"'];
    expect(titlesOf(sound('replicas: 2', 'replicas: 2\n  replica: 2'), 'schema/unknown-field')).toEqual(
      remove,
    );
    expect(titlesOf(sound('replicas: 2', 'zzzzzz: 2'), 'schema/unknown-field')).toEqual(['Remove "zzzzzz"']);
  });

  it('knows the ids of rules', () => {
    const policy = `apiVersion: heady.systems/v1
kind: Policy
metadata: { name: baseline }
spec:
  rules: { tag/required: error }
`;
    expect(findingsOf(policy)).toEqual(['schema/unknown-field 5:12 tag/required']);
    expect(fixed(policy, 'schema/unknown-field')).toContain('{ tags/required: error }');
  });
});

describe('schema/format', () => {
  it('has no fix for a URL that is none', () => {
    const text = sound('  tags:', '  links: [{ url: wiki }]\n  tags:');
    expect(findingsOf(text)).toEqual(['schema/format 5:18 wiki']);
    expect(titlesOf(text, 'schema/format')).toEqual([]);
  });

  it('puts the spelling of a name right', () => {
    const policy =
      'apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: "Org Baseline_2" }\nspec: {}\n';
    expect(findingsOf(policy)).toEqual(['schema/format 3:19 "Org Baseline_2"']);
    expect(fixed(policy, 'schema/format')).toContain('{ name: "org-baseline-2" }');
  });

  it('leaves the name of a Service to naming/service', () => {
    expect(findingsOf(sound('dev-health-billing', 'Billing'))).toEqual(['naming/service 4:9 Billing']);
  });
});

describe('schema/range', () => {
  it('is at the number and offers the bound, never as the preferred fix', () => {
    const text = sound('replicas: 2', 'ports:\n  - { port: 70000 }');
    expect(findingsOf(text)).toEqual(['schema/range 14:13 70000']);
    expect(titlesOf(text, 'schema/range')).toEqual(['Replace with 65535']);
    expect(fixed(text, 'schema/range')).toBe(sound('replicas: 2', 'ports:\n  - { port: 65535 }'));
  });

  it('finds zero replicas sound', () => {
    expect(findingsOf(sound('replicas: 2', 'replicas: 0'))).toEqual([]);
    expect(findingsOf(sound('replicas: 2', 'replicas: -1'))).toEqual(['schema/range 13:13 -1']);
  });
});

describe('the message', () => {
  const message = (text: string) => lintText(text)[0]?.message;

  it('counts items as they are written', () => {
    const ports = (items: string) => sound('replicas: 2', `ports: [${items}]`);
    expect(message(ports('null, { port: 1, protocol: ftp }'))).toContain('"spec.ports[1].protocol" must be');
    expect(message(ports('~, { port: 1, x: 1 }'))).toBe('"x" is not known in "spec.ports[1]".');
    expect(message(ports('{ port: 1 }, { protocol: udp }'))).toBe('"port" is missing in "spec.ports[1]".');
  });

  it('starts as a sentence does', () => {
    expect(message(sound('kind: Service', 'kind: ""'))).toMatch(/^An empty text is no kind of manifest/);
  });
});

describe('schema/unknown-kind', () => {
  it('is at the kind; the specification is not checked', () => {
    const text = sound('kind: Service', 'kind: Srevice').replace('plane: app', 'plane: 3');
    expect(findingsOf(text)).toEqual(['schema/unknown-kind 2:7 Srevice']);
    expect(findingsOf(sound('kind: Service', 'kind: ""'))).toEqual(['schema/unknown-kind 2:7 ""']);
  });

  it('prefers the kind that was meant, even if that uncovers more', () => {
    const text = sound('kind: Service', 'kind: Srevice').replace('plane: app', 'plane: 3');
    expect(fixed(text, 'schema/unknown-kind')).toBe(sound('plane: app', 'plane: 3'));
  });

  it('does not offer kinds that the document does not fit', () => {
    expect(titlesOf(sound('kind: Service', 'kind: Srevice'), 'schema/unknown-kind')).not.toContain(
      'Replace with "Vertical"',
    );
  });
});

describe('schema/api-version', () => {
  it('is at the version; everything else is checked', () => {
    const text = sound('heady.systems/v1', '"v1"').replace('plane: app', 'plane: ap');
    expect(findingsOf(text)).toEqual(['schema/api-version 1:13 "v1"', 'schema/enum 11:10 ap']);
    expect(fixed(text, 'schema/api-version')).toBe(
      sound('heady.systems/v1', '"heady.systems/v1"').replace('plane: app', 'plane: ap'),
    );
  });

  it('judges a number and an empty text as well', () => {
    expect(findingsOf(sound('heady.systems/v1', '1'))).toEqual(['schema/api-version 1:13 1']);
    expect(findingsOf(sound('heady.systems/v1', '""'))).toEqual(['schema/api-version 1:13 ""']);
  });
});
