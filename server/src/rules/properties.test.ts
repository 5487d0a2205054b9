import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseManifest } from '../manifest/parse.ts';
import type { Plain } from '../manifest/tree.ts';
import { rules } from './index.ts';
import { fixesOf } from './lint.ts';
import { applyFix, FILE, type Found, lintText, type World } from './testing.ts';

const WORLD: World = {
  verticals: ['data', 'health', 'social-impact'],
  owners: ['team-a', 'team-b'],
  likelyOwner: 'team-a',
  registered: [],
};

type Tree = { [key: string]: Plain };

/** How a manifest is written down. */
interface Hand {
  json: boolean;
  /** Maps and lists from this depth on are in flow style. */
  flowFrom: number;
  quote: '' | '"' | "'";
  step: number;
  lineEnd: string;
  comments: boolean;
  finalLineEnd: boolean;
}

const hands: fc.Arbitrary<Hand> = fc.record({
  json: fc.boolean(),
  flowFrom: fc.integer({ min: 0, max: 4 }),
  quote: fc.constantFrom('' as const, '"' as const, "'" as const),
  step: fc.constantFrom(2, 4),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  comments: fc.boolean(),
  finalLineEnd: fc.boolean(),
});

function write(tree: Tree, hand: Hand): string {
  const lines = hand.json
    ? JSON.stringify(tree, null, hand.step).split('\n')
    : hand.flowFrom === 0
      ? [flow(tree, hand)]
      : block(tree, hand, 0);
  return lines.join(hand.lineEnd) + (hand.finalLineEnd ? hand.lineEnd : '');
}

function block(value: Plain, hand: Hand, depth: number): string[] {
  const pad = ' '.repeat(hand.step * depth);
  const remark = hand.comments ? ' # why' : '';
  const rows: [string, Plain][] = Array.isArray(value)
    ? value.map((item) => ['-', item])
    : Object.entries(value as Tree).map(([key, each]) => [`${key}:`, each]);
  return rows.flatMap(([lead, each]) => {
    const empty = typeof each === 'object' && each !== null && Object.keys(each).length === 0;
    if (each === null) return [`${pad}${lead}${remark}`];
    if (typeof each !== 'object' || empty || depth + 1 >= hand.flowFrom) {
      return [`${pad}${lead} ${flow(each, hand)}${remark}`];
    }
    const nested = block(each, hand, depth + 1);
    const inner = ' '.repeat(hand.step * (depth + 1));
    return [`${pad}${lead}${remark}`, ...(hand.comments ? [`${inner}# above`] : []), ...nested];
  });
}

function flow(value: Plain, hand: Hand): string {
  if (Array.isArray(value)) return `[${value.map((item) => flow(item, hand)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, each]) => `${key}: ${flow(each, hand)}`);
    return entries.length ? `{ ${entries.join(', ')} }` : '{}';
  }
  if (typeof value !== 'string') return String(value);
  const quote = hand.quote || (/^[\w-][\w/.-]*$/.test(value) && !/^[\d-]/.test(value) ? '' : '"');
  return `${quote}${value}${quote}`;
}

const services: fc.Arbitrary<Tree> = fc
  .record({
    environment: fc.constantFrom('dev', 'test', 'stage', 'prod'),
    vertical: fc.constantFrom('data', 'health', 'social-impact'),
    service: fc.constantFrom('billing', 'claims-export', 'a1'),
    sensitivity: fc.constantFrom('public', 'internal', 'restricted'),
  })
  .map(({ environment, vertical, service, sensitivity }) => ({
    apiVersion: 'heady.systems/v1',
    kind: 'Service',
    metadata: {
      name: `${environment}-${vertical}-${service}`,
      tags: { Owner: 'team-b', Vertical: vertical, DataSensitivity: sensitivity },
      links: [{ url: 'https://heady.systems/runbook' }],
    },
    spec: {
      environment,
      plane: 'app',
      runtime: 'podman',
      replicas: 2,
      ports: [{ name: 'http', port: 8080, protocol: 'http' }],
      dependsOn: ['dev-data-store'],
      env: { LEVEL: 'debug' },
    },
  }));

/** A slip: it may make a sound manifest wrong. */
type Slip = (manifest: Tree) => Tree;

const PATHS: readonly string[][] = [
  ['apiVersion'],
  ['kind'],
  ['metadata'],
  ['metadata', 'name'],
  ['metadata', 'tags'],
  ['metadata', 'tags', 'Owner'],
  ['metadata', 'tags', 'Vertical'],
  ['metadata', 'tags', 'DataSensitivity'],
  ['metadata', 'links', '0', 'url'],
  ['spec'],
  ['spec', 'environment'],
  ['spec', 'plane'],
  ['spec', 'runtime'],
  ['spec', 'replicas'],
  ['spec', 'ports', '0', 'port'],
  ['spec', 'ports', '0', 'protocol'],
  ['spec', 'dependsOn'],
  ['spec', 'env', 'LEVEL'],
];

const strangeValues = fc.constantFrom<Plain>(
  null,
  '',
  0,
  -1,
  99999,
  true,
  'yes',
  '3',
  'Prod',
  'prd',
  'docekr',
  'Restricted',
  'heady.systems/v2',
  'Servcie',
  'Prod_Health_Billing',
  'prod-billing',
  'health',
  'stage-data-x',
  'nonsense: # text',
  [],
  ['one'],
  {},
);

const slips: fc.Arbitrary<Slip> = fc.oneof(
  fc.tuple(fc.constantFrom(...PATHS), strangeValues).map(
    ([path, value]): Slip =>
      (manifest) =>
        change(manifest, path, () => value),
  ),
  fc.constantFrom(...PATHS).map(
    (path): Slip =>
      (manifest) =>
        change(manifest, path, () => undefined),
  ),
  fc
    .tuple(
      fc.constantFrom(['metadata'], ['spec'], ['metadata', 'tags'], ['spec', 'ports', '0'], ['spec', 'env']),
      fc.constantFrom('replica', 'tag', 'Names', 'oddity', 'prot', 'DB_PASSWORD', 'secrets'),
      fc.oneof(strangeValues, fc.constant('correct-horse-7')),
    )
    .map(
      ([path, key, value]): Slip =>
        (manifest) =>
          change(manifest, [...path, key], () => value),
    ),
);

/** A copy with the value at a path changed; undefined removes it. Where there is no such place, nothing changes. */
function change(
  tree: Plain,
  path: readonly string[],
  to: (old: Plain | undefined) => Plain | undefined,
): Tree {
  const copy = structuredClone(tree) as Tree;
  const [last, ...above] = [...path].reverse();
  let parent: Plain | undefined = copy;
  for (const step of above.reverse()) parent = (parent as Tree | undefined | null)?.[step];
  if (typeof parent !== 'object' || parent === null || last === undefined) return copy;
  if (Array.isArray(parent)) return copy;
  const value = to(parent[last]);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

const faulty = fc.tuple(services, fc.array(slips, { maxLength: 3 }), hands).map(([service, faults, hand]) =>
  write(
    faults.reduce((tree, slip) => slip(tree), service),
    hand,
  ),
);

function tally(found: readonly Found[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rule } of found) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}

/** Generous: how fast a machine is, is no property of the rules. */
const PATIENCE = { timeout: 60_000 };

describe('any text', PATIENCE, () => {
  const words = fc.constantFrom(
    ...[
      'apiVersion: heady.systems/v1',
      'kind: Service',
      'metadata:',
      '  name: dev-data-x',
      '  tags: ',
      '{',
      '}',
    ],
    ...[
      '- ',
      '[',
      ']',
      '"',
      "'",
      ': ',
      '*a',
      '&a ',
      '<<: *a',
      '\n',
      '\r\n',
      '---\n',
      '\t',
      '  ',
      '|',
      '# heady-ignore',
    ],
    ...[
      '!!int ',
      '? ',
      'spec:\n  environment: dev',
      ' schema/type: why',
      '%YAML 1.2\n',
      '\ufeff',
      '\u0000',
      'null',
    ],
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.array(words, { maxLength: 30 }).map((parts) => parts.join('')),
    fc.tuple(faulty, fc.nat(), fc.nat({ max: 20 })).map(([text, at, gone]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + text.slice(start + gone);
    }),
  );

  it('is read, checked and offered fixes without a throw', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const finding of lintText(text, WORLD)) {
          expect(finding.start).toBeLessThanOrEqual(finding.end);
          expect(finding.end).toBeLessThanOrEqual(finding.options.document.text.length);
          fixesOf(finding, finding.options);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('quick fixes of a manifest with slips', PATIENCE, () => {
  it('remove their finding and add none', () => {
    fc.assert(
      fc.property(fc.array(faulty, { minLength: 1, maxLength: 2 }), (parts) => {
        const text = parts.join('\n---\n');
        const before = lintText(text, WORLD);
        for (const finding of before) {
          for (const fix of fixesOf(finding, finding.options)) {
            if (fix.command) continue;
            const outcome = applyFix(fix, { [FILE]: text })[FILE] ?? '';
            const [old, now] = [tally(before), tally(lintText(outcome, WORLD))];
            expect(now[finding.rule] ?? 0, `${fix.title} in\n${outcome}`).toBeLessThan(
              old[finding.rule] ?? 0,
            );
            // A kind put right lets the rest of the document be judged for the first time.
            if (finding.rule === 'schema/unknown-kind') continue;
            for (const [rule, count] of Object.entries(now)) {
              if (rule === 'catalog/prod-entry') continue;
              expect(count, `${rule} after ${fix.title} in\n${outcome}`).toBeLessThanOrEqual(old[rule] ?? 0);
            }
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never break the text, not even before they are tried', () => {
    fc.assert(
      fc.property(faulty, (text) => {
        const findings = lintText(text, WORLD);
        for (const finding of findings) {
          const rule = rules.find(({ id }) => id === finding.rule);
          const { document, at, facts } = finding.options;
          for (const fix of rule?.fixes?.(finding, { document, at, facts, environment: undefined }) ?? []) {
            const outcome = applyFix(fix, { [FILE]: text })[FILE] ?? '';
            const problems = parseManifest(outcome).documents.flatMap((each) => each.document.syntaxProblems);
            expect(problems.length, `${fix.title} in\n${outcome}`).toBeLessThanOrEqual(
              document.syntaxProblems.length,
            );
            if (!fix.command) expect(outcome).not.toBe(text);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('leave the comments where they are', () => {
    fc.assert(
      fc.property(faulty, (text) => {
        for (const finding of lintText(text, WORLD)) {
          for (const fix of fixesOf(finding, finding.options)) {
            if (fix.command || fix.title.startsWith('Remove')) continue;
            const outcome = applyFix(fix, { [FILE]: text })[FILE] ?? '';
            const comments = (source: string) => source.match(/# (?:why|above)\b/g)?.length ?? 0;
            expect(comments(outcome), `${fix.title} in\n${outcome}`).toBe(comments(text));
            expect(outcome.includes('\r\n')).toBe(text.includes('\r\n'));
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
