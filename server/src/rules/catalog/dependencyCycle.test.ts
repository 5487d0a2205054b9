import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogFacts } from '../facts.ts';
import { factsOf, findingsOf, lintText, sound } from '../testing.ts';
import { dependenciesOf } from './dependencies.ts';

const service = (name: string, ...dependsOn: string[]) =>
  sound('dev-health-billing', `dev-a-${name}`)
    .replace('Vertical: health', 'Vertical: a')
    .concat(
      dependsOn.length ? `  dependsOn: [${dependsOn.map((each) => `dev-a-${each}`).join(', ')}]\n` : '',
    );

/** Where `catalog/dependency-cycle` is found, as `<from> <to>`. */
function cyclesIn(...services: string[]): string[] {
  return lintText(services.join('---\n'))
    .filter(({ rule }) => rule === 'catalog/dependency-cycle')
    .map(({ start, end, options: { document } }) =>
      `${document.name} ${document.text.slice(start, end)}`.replaceAll('dev-a-', ''),
    );
}

describe('catalog/dependency-cycle', () => {
  it('is at every dependency of the circle, and none that only leads into it', () => {
    expect(
      cyclesIn(service('a', 'b'), service('b', 'c', 'd'), service('c', 'a'), service('d'), service('e', 'a')),
    ).toEqual(['a b', 'b c', 'c a']);
  });

  it('is at none between two circles', () => {
    expect(cyclesIn(service('a', 'b'), service('b', 'a', 'c'), service('c', 'd'), service('d', 'c'))).toEqual(
      ['a b', 'b a', 'c d', 'd c'],
    );
  });

  it('is at what depends on itself', () => {
    expect(cyclesIn(service('a', 'a', 'b'), service('b'))).toEqual(['a a']);
    const [finding] = lintText(service('a', 'a'));
    expect(finding?.message).toBe('"dev-a-a" depends on itself.');
  });

  it('tells the whole circle and links every dependency of it', () => {
    const text = [service('a', 'b'), service('b', 'c'), service('c', 'a')].join('---\n');
    const found = lintText(text).filter(({ rule }) => rule === 'catalog/dependency-cycle');
    expect(found.map(({ message }) => message.replaceAll(/"|dev-a-/g, '').split('. ')[0])).toEqual([
      'A circle of dependencies: a → b → c → a',
      'A circle of dependencies: b → c → a → b',
      'A circle of dependencies: c → a → b → c',
    ]);
    expect(found[1]?.related?.map(({ at, message }) => [at.index, message])).toEqual([
      [1, '"dev-a-b" depends on "dev-a-c".'],
      [2, '"dev-a-c" depends on "dev-a-a".'],
      [0, '"dev-a-a" depends on "dev-a-b".'],
    ]);
  });

  it('is found across files, and among workspaces', () => {
    const workspace = (name: string, other: string) =>
      `apiVersion: heady.systems/v1\nkind: Workspace\nmetadata: { name: ${name} }\nspec: { priority: P0, dependsOn: [${other}] }\n`;
    const files = { 'b.heady.yaml': workspace('b', 'a') };
    expect(findingsOf(workspace('a', 'b'), { files })).toEqual(['catalog/dependency-cycle 4:35 b']);
  });

  it('goes through what is registered alone', () => {
    const manifest = { spec: { dependsOn: ['dev-a-a'] } };
    const entry = { kind: 'Service', environment: 'dev', version: 1, registeredAt: '' } as const;
    const entries = [{ ...entry, name: 'dev-a-b', manifest }];
    expect(findingsOf(service('a', 'b'), { entries })).toEqual(['catalog/dependency-cycle 14:15 dev-a-b']);
  });

  it('does not lose its breath on a chain or a circle of thousands', () => {
    const names = Array.from({ length: 20_000 }, (_, index) => `s${index}`);
    const edges = new Map(names.map((name, index) => [name, [names[(index + 1) % names.length] ?? '']]));
    expect(inCircles(edges)).toHaveLength(names.length);
    edges.set('s19999', []);
    expect(inCircles(edges)).toEqual([]);
  });

  it('agrees with plain search on any graph', () => {
    const graphs = fc.array(fc.array(fc.nat({ max: 7 }), { maxLength: 4 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(graphs, (lists) => {
        const edges = new Map(lists.map((list, from) => [`${from}`, list.map(String)]));
        const reaches = (from: string, to: string) => {
          const seen = new Set<string>();
          const queue = [...(edges.get(from) ?? [])];
          for (const name of queue) {
            if (seen.has(name)) continue;
            seen.add(name);
            queue.push(...(edges.get(name) ?? []));
          }
          return seen.has(to);
        };
        const expected = [...edges].flatMap(([from, list]) =>
          list.filter((to) => reaches(to, from)).map((to) => `${from} ${to}`),
        );
        expect(inCircles(edges)).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
});

/** The edges that are part of a circle, as `<from> <to>`. */
function inCircles(edges: ReadonlyMap<string, readonly string[]>): string[] {
  const known = [...edges].map(([name, list]) => ({
    kind: 'Service',
    name,
    environment: undefined,
    stated: () => [...list],
  }));
  const facts: CatalogFacts = { ...factsOf({}), knownOf: () => known };
  const found = dependenciesOf({ ...facts, derived: (workOut) => workOut(facts) }, 'Service');
  return [...edges].flatMap(([from, list]) =>
    list
      .filter((to) => {
        const component = found?.componentOf(from);
        return component !== undefined && component === found?.componentOf(to);
      })
      .map((to) => `${from} ${to}`),
  );
}
