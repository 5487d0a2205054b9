import type { Draft, Reference } from './draft.ts';
import type { Named } from './names.ts';
import type { Notes } from './notes.ts';

/** Names of other manifests, by the field of `spec` that lists them; each once, in the order of the sources. */
export type Resolved = Map<Reference['field'], { name: string; reference: Reference }[]>;

/** Finds what the sources call something by, in their own scopes. */
export class Directory {
  readonly #byAlias = new Map<string, Named[]>();
  readonly #everywhere = new Map<string, Named[]>();

  constructor(named: readonly Named[]) {
    for (const each of named) {
      for (const part of each.parts) {
        for (const alias of new Set(part.aliases.map((text) => text.toLowerCase()))) {
          put(this.#byAlias, `${part.scope}\n${alias}`, each);
          put(this.#everywhere, alias, each);
        }
      }
    }
  }

  /** What `part` means by a name; in its own environment, if it is there. */
  find(reference: Reference, part: Draft, from: Named): Named | undefined {
    const alias = reference.name.toLowerCase();
    const near = this.#byAlias.get(`${part.scope}\n${alias}`) ?? [];
    const isQualified = /[.:]/.test(alias);
    const far = reference.isGuess && !isQualified ? [] : (this.#everywhere.get(alias) ?? []);
    for (const candidates of [near, far]) {
      const fitting = candidates.filter((each) => each.whole.kind === reference.to && each !== from);
      const own = from.settled.environment?.value;
      const inOwn = fitting.filter(({ settled }) => settled.environment?.value === own);
      if (inOwn[0]) return inOwn[0];
      if (fitting[0] && (candidates === near || fitting.length === 1)) return fitting[0];
    }
    return undefined;
  }
}

function put(map: Map<string, Named[]>, key: string, value: Named): void {
  const known = map.get(key) ?? [];
  if (!known.includes(value)) map.set(key, [...known, value]);
}

/** @param nameOf what a manifest is called, those that are there already by their own name */
export function resolveReferences(
  from: Named,
  directory: Directory,
  nameOf: (named: Named) => string,
  notes: Notes,
): Resolved {
  const resolved: Resolved = new Map();
  for (const part of from.parts) {
    for (const reference of part.references) {
      const target = directory.find(reference, part, from);
      if (!target) {
        reportMissing(reference, part, from, notes);
        continue;
      }
      const name = reference.field === 'providedBy' ? providerOf(target) : nameOf(target);
      if (name === undefined) {
        const at = { at: reference.at, path: part.pointer };
        notes.add(
          'decide',
          at,
          `It is provided by "${target.name}", whose vertical is not known: state spec.providedBy.`,
        );
        continue;
      }
      const list = resolved.get(reference.field) ?? [];
      if (!list.some((each) => each.name === name)) list.push({ name, reference });
      resolved.set(reference.field, list);
    }
  }
  return resolved;
}

/** `<vertical>-<service>`. */
function providerOf({ settled, base }: Named): string | undefined {
  return settled.vertical && `${settled.vertical.value}-${base}`;
}

function reportMissing(
  { isGuess, name, field, at }: Reference,
  part: Draft,
  from: Named,
  notes: Notes,
): void {
  // A thing that names itself, by its own host, is no news.
  if (isGuess || part.aliases.some((alias) => alias.toLowerCase() === name.toLowerCase())) return;
  const words = field === 'services' ? 'services' : field;
  notes.add(
    'decide',
    { at, path: part.pointer },
    `"${name}" is not among what was given, or is no service here: add it to spec.${words} of "${from.name}" if it counts.`,
  );
}
