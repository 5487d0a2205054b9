import type { CatalogFacts } from '../facts.ts';
import { dependenciesIn } from '../references.ts';
import type { Related, Rule } from '../rule.ts';
import { type Dependencies, dependenciesOf, pathBetween } from './dependencies.ts';

/** A larger tangle than this is told by its size; nobody follows a longer circle by hand. */
const MOST_FOLLOWED = 200;

export const dependencyCycle: Rule = {
  id: 'catalog/dependency-cycle',
  summary: 'What services and workspaces depend on never leads back to them.',
  severity: 'error',
  raised: false,
  *check({ document, facts }) {
    const { kind, name } = document;
    const dependencies = dependenciesOf(facts, kind);
    if (!dependencies || !kind || !name) return;
    const component = dependencies.componentOf(name);
    if (component === undefined) return;
    for (const { name: target, path } of dependenciesIn(document)) {
      // Within one component every dependency is part of a circle; one that leaves it, or leads into it, is none.
      if (dependencies.componentOf(target) !== component) continue;
      const circle = circleThrough(name, target, component, dependencies);
      yield {
        ...document.place(path),
        message: messageOf(circle, dependencies.sizeOf(component), kind),
        ...(circle && { related: placesOf(circle, kind, facts) }),
      };
    }
  },
};

/** The names from one over its dependency back to it; undefined for one in too large a tangle. */
function circleThrough(
  name: string,
  target: string,
  component: number,
  dependencies: Dependencies,
): string[] | undefined {
  if (dependencies.sizeOf(component) > MOST_FOLLOWED) return undefined;
  const back = pathBetween(dependencies, target, name, component);
  return back && [name, ...back];
}

function messageOf(circle: readonly string[] | undefined, size: number, kind: string): string {
  if (circle === undefined)
    return `This is part of a circle of dependencies among ${size} manifests of kind ${kind}.`;
  if (circle.length === 2) return `"${circle[0]}" depends on itself.`;
  return `A circle of dependencies: ${circle.map((each) => `"${each}"`).join(' → ')}. None of them can start first; take one of the dependencies out.`;
}

/** Every dependency of the circle, where the workspace states it. */
function placesOf(circle: readonly string[], kind: string, facts: CatalogFacts): Related[] {
  return circle.slice(0, -1).flatMap((name, step): Related[] => {
    const next = circle[step + 1] ?? '';
    for (const { at, document } of facts.declarations(kind, name)) {
      const dependency = dependenciesIn(document).find((each) => each.name === next);
      if (!dependency) continue;
      const span = document.place(dependency.path);
      return [{ at, span, message: `"${name}" depends on "${next}".` }];
    }
    return [];
  });
}
