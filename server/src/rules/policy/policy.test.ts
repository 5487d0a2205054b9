import { describe, expect, it } from 'vitest';
import { findingsOf, lintText, SOUND, type World } from '../testing.ts';
import { parsePath } from './path.ts';

/** A policy with custom rules, as items of a flow list. */
function policy(custom: string, rest = ''): string {
  return `apiVersion: heady.systems/v1\nkind: Policy\nmetadata: { name: rails }\nspec:\n  custom: [${custom}]\n${rest}`;
}

function world(custom: string, rest?: string): World {
  return { files: { 'policy.heady.yaml': policy(custom, rest) } };
}

/** Findings in the sound Service with more lines below its spec. */
function judged(custom: string, more = ''): string[] {
  return findingsOf(`${SOUND}${more}`, world(custom));
}

const PORTS = '  ports:\n    - { port: 80, protocol: http }\n    - { port: 8443 }\n';

describe('paths', () => {
  it.each([
    ['spec', ['spec']],
    ['spec.image', ['spec', 'image']],
    ['metadata.annotations["heady.systems/tier"].x', ['metadata', 'annotations', 'heady.systems/tier', 'x']],
    ['a["say \\"hi\\" \\\\"]', ['a', 'say "hi" \\']],
    ['a-b_c/d.e', ['a-b_c/d', 'e']],
  ])('%s', (text, steps) => {
    expect(parsePath(text)).toEqual(steps);
  });

  const NONE = [
    '',
    '.',
    'a.',
    '.a',
    'a..b',
    'a b',
    'a[]',
    'a[0]',
    "a['b']",
    'a["b]',
    'a[*]b',
    '[*]',
    'a[""]',
    '$.a',
  ];
  it.each(NONE)('%j is none, and that is told at the policy', (text) => {
    expect(parsePath(text)).toBeUndefined();
    const value = JSON.stringify(text);
    const own = policy(`{ id: a, path: ${value}, check: required }`);
    expect(findingsOf(own)).toEqual([`schema/format 5:27 ${value}`]);
  });
});

describe('the five checks', () => {
  it('pattern: unanchored, at the value', () => {
    const rule = '{ id: p, path: spec.image, check: pattern, value: "registry" }';
    expect(judged(rule, '  image: docker.io/x\n')).toEqual(['policy/p 14:10 docker.io/x']);
    expect(judged(rule, '  image: https://registry/x\n')).toEqual([]);
    expect(judged(rule)).toEqual([]);
  });

  it('pattern: numbers as they are written in JSON, lists and maps not at all', () => {
    const rule = (path: string) => `{ id: p, path: ${path}, check: pattern, value: "^x$" }`;
    expect(judged(rule('spec.replicas'))).toEqual(['policy/p 13:13 2']);
    expect(judged(rule('metadata.tags'))).toEqual([]);
  });

  it('enumeration: at the value', () => {
    const rule = '{ id: e, path: spec.runtime, check: enumeration, value: [containerd, process] }';
    expect(judged(rule)).toEqual(['policy/e 12:12 podman']);
    expect(judged('{ id: e, path: spec.replicas, check: enumeration, value: [1, 2] }')).toEqual([]);
    expect(judged('{ id: e, path: spec.replicas, check: enumeration, value: ["2"] }')).toHaveLength(1);
  });

  it('range: both bounds belong to it', () => {
    const rule = (bounds: string) => judged(`{ id: r, path: spec.replicas, check: range, value: ${bounds} }`);
    expect(rule('{ min: 3 }')).toEqual(['policy/r 13:13 2']);
    expect(rule('{ max: 1 }')).toEqual(['policy/r 13:13 2']);
    expect(rule('{ min: 2, max: 2 }')).toEqual([]);
    expect(judged('{ id: r, path: spec.runtime, check: range, value: { min: 3 } }')).toEqual([]);
  });

  it('required: at the nearest map that is there; empty is missing', () => {
    const rule = '{ id: q, path: spec.health.port, check: required }';
    expect(judged(rule)).toEqual(['policy/q 9:1 spec']);
    expect(judged(rule, '  health: { path: /healthz }\n')).toEqual(['policy/q 14:3 health']);
    expect(judged(rule, '  health: { port: 80 }\n')).toEqual([]);
    expect(judged(rule, '  health: well\n')).toEqual(['schema/type 14:11 well']);
    expect(judged('{ id: q, path: spec.image, check: required }', '  image: ""\n')).toEqual([
      'policy/q 9:1 spec',
    ]);
  });

  it('required: for every item, not for a list that is not there', () => {
    const rule = '{ id: q, path: "spec.ports[*].protocol", check: required }';
    expect(judged(rule, PORTS)).toEqual(['policy/q 16:9 port']);
    expect(judged(rule)).toEqual([]);
  });

  it('forbidden: at the key', () => {
    const rule = `{ id: f, path: 'metadata.annotations["k.l"]', check: forbidden }`;
    const text = SOUND.replace('spec:', '  annotations: { k.l: 1, k: { l: 2 } }\nspec:');
    expect(findingsOf(text, world(rule))).toEqual(['policy/f 9:18 k.l']);
    expect(judged(rule)).toEqual([]);
  });

  it('reach every value of a map, too', () => {
    const rule = '{ id: p, path: "spec.env[*]", check: pattern, value: "^[a-z]+$" }';
    expect(judged(rule, '  env: { A: ok, B: NO }\n')).toEqual(['policy/p 14:20 NO']);
  });

  it('leave what does not fit the schema to the schema', () => {
    const rule = '{ id: e, path: spec.runtime, check: enumeration, value: [podman] }';
    expect(findingsOf(SOUND.replace('podman', 'pdoman'), world(rule))).toEqual(['schema/enum 12:12 pdoman']);
  });

  it('say that a text is too long to be matched', () => {
    const long = 'x'.repeat(1_001);
    const rule = '{ id: p, path: spec.image, check: pattern, value: "^x+$", message: Mirror it. }';
    const [finding] = lintText(`${SOUND}  image: ${long}\n`, world(rule));
    expect(finding?.message).toContain('too long');
    expect(judged(rule, `  image: ${long.slice(1)}\n`)).toEqual([]);
  });
});

describe('a custom rule', () => {
  const RULE = '{ id: own, path: spec.image, check: required';

  it('applies to its kinds, else to all', () => {
    expect(judged(`${RULE}, kinds: [Api] }`)).toEqual([]);
    expect(judged(`${RULE}, kinds: [Service] }`)).toHaveLength(1);
    expect(findingsOf(policy(`${RULE} }`))).toEqual(['policy/own 4:1 spec']);
  });

  it('says what the policy says and links to it', () => {
    const files = { 'policy.heady.yaml': policy(`${RULE}, message: Name the image. }`) };
    const [finding] = lintText(SOUND, { files });
    expect(finding?.message).toBe('Name the image.');
    const [related] = finding?.related ?? [];
    expect(related?.at.uri).toBe('policy.heady.yaml');
    expect(files['policy.heady.yaml'].slice(related?.span.start, related?.span.end)).toBe('own');
  });

  it('is a warning unless it says otherwise, and a policy or vertical may', () => {
    const severities = (custom: string, rest?: string) =>
      lintText(SOUND, world(custom, rest)).map(({ severity }) => severity);
    expect(severities(`${RULE} }`)).toEqual(['warning']);
    expect(severities(`${RULE}, severity: error }`)).toEqual(['error']);
    expect(severities(`${RULE}, severity: off }`)).toEqual([]);
    const rails = (severity: string) => `  rules: { policy/own: ${severity} }\n`;
    expect(severities(`${RULE} }`, rails('info'))).toEqual(['info']);
    expect(severities(`${RULE}, severity: off }`, rails('error'))).toEqual(['error']);
    const vertical = `---\napiVersion: heady.systems/v1\nkind: Vertical\nmetadata: { name: health }\nspec: { focus: Care, checks: { policy/own: error } }\n`;
    expect(severities(`${RULE} }`, `${rails('info')}${vertical}`)).toEqual(['error']);
  });

  it('can be silenced with a reason', () => {
    const text = SOUND.replace('spec:', '# heady-ignore policy/own: runs a binary\nspec:');
    expect(findingsOf(text, world(`${RULE} }`))).toEqual([]);
    expect(findingsOf(text, world(`${RULE}, severity: info, kinds: [Api] }`))).toEqual([
      'suppression/unused 9:1 # heady-ignore policy/own: runs a binary',
    ]);
  });

  it('of several policies all run, under one id as well', () => {
    const rule = `${RULE}, kinds: [Service] }`;
    expect(judged(`${rule}, ${rule}`)).toHaveLength(2);
  });
});

describe('a custom rule at fault does not run; it is told at the policy', () => {
  it.each([
    ['{ id: a, path: kind, check: pattern, value: "(" }', 'schema/format "("'],
    ['{ id: a, path: kind, check: pattern, value: 3 }', 'schema/type 3'],
    ['{ id: a, path: kind, check: pattern }', 'schema/required id'],
    ['{ id: a, path: kind, check: enumeration, value: x }', 'schema/type x'],
    ['{ id: a, path: kind, check: range, value: [1, 2] }', 'schema/type [1, 2]'],
    ['{ id: a, path: kind, check: range, value: { min: x } }', 'schema/type x'],
    ['{ id: a, path: spec.nothing, check: requird }', 'schema/enum requird'],
    ['{ id: a, path: spec.nothing, check: required, kinds: Api }', 'schema/type Api'],
    ['{ id: a, path: spec.nothing, check: required, kinds: [Ap] }', 'schema/enum Ap'],
  ])('%s', (custom, fault) => {
    expect(findingsOf(policy(custom)).map((finding) => finding.replace(/ \d+:\d+/, ''))).toEqual([fault]);
    expect(judged(custom)).toEqual([]);
  });

  it('and leaves the others alone', () => {
    const custom =
      '{ id: a, path: kind, check: pattern, value: "(" }, { id: b, path: spec.image, check: required }';
    expect(judged(custom)).toEqual(['policy/b 9:1 spec']);
  });
});
