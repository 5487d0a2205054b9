import { kebabCase } from '../rules/naming/kebabCase.ts';
import { environmentOfWord } from './environmentWord.ts';
import type { Notes } from './notes.ts';
import { runsSomewhere, type Settled } from './settle.ts';
import type { Thing } from './things.ts';

/** What a thing is called here. */
export interface Named extends Thing {
  settled: Settled;
  /** The whole name: `<env>-<vertical>-<service>` of a service, as far as its segments are known. */
  name: string;
  /** The last of its segments; for kinds without a convention the whole name. */
  base: string;
}

/** Longer names are cut: a file name and a DNS label have to hold them. */
const MAX_BASE = 63;

/** Proposes a name for each by the convention, and settles what would be called the same. */
export function nameAll(things: readonly (Thing & { settled: Settled })[], notes: Notes): Named[] {
  const proposed = things.map((thing): Named => {
    const base = baseName(thing, notes);
    return { ...thing, base, name: nameOf(thing, base) };
  });
  const taken = new Map<string, Named[]>();
  for (const each of proposed) {
    const key = keyOf(each);
    taken.set(key, [...(taken.get(key) ?? []), each]);
  }
  const used = new Set(taken.keys());
  for (const same of taken.values()) if (same.length > 1) settleCollision(same, used, notes);
  return proposed;
}

function keyOf({ whole, name }: Named): string {
  return `${whole.kind} ${name}`;
}

function nameOf({ whole, settled }: Thing & { settled: Settled }, base: string): string {
  const segments =
    whole.kind === 'Service'
      ? [settled.environment?.value, settled.vertical?.value, base]
      : whole.kind === 'VirtualMachine'
        ? [settled.environment?.value, base]
        : [base];
  return segments.filter((segment) => segment !== undefined).join('-');
}

/** The source's name as words in lower case, without what the name says anyway. */
function baseName({ whole, settled, parts }: Thing & { settled: Settled }, notes: Notes): string {
  const at = { at: whole.at, path: whole.pointer };
  if (settled.name !== undefined) return kebabCase(settled.name) || whole.kind.toLowerCase();
  const words = kebabCase(whole.name);
  let base = runsSomewhere(whole) ? withoutSegments(words, settled) : words;
  if (!/^[a-z]/.test(base))
    base = base === '' ? whole.kind.toLowerCase() : `${whole.kind.toLowerCase()}-${base}`;
  if (base.length > MAX_BASE) base = base.slice(0, MAX_BASE).replace(/-[^-]*$/, '');
  if (base !== whole.name && nameOf({ whole, settled, parts }, base) !== whole.name) {
    notes.add(
      'named',
      at,
      `"${shortened(whole.name)}" is called "${base}" here: ${reasonFor(whole.name, words, base)}.`,
    );
  }
  return base;
}

function shortened(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}…` : name;
}

function reasonFor(source: string, words: string, base: string): string {
  if (words !== source) return 'names are lower-case words joined by hyphens';
  if (words.length > MAX_BASE) return `names are no longer than ${MAX_BASE} characters`;
  if (base.endsWith(words)) return 'names begin with a letter';
  return 'environment and vertical stand in front of it';
}

/** `prod-health-billing`, `health-billing` and `billing-prod` are all `billing`. */
function withoutSegments(words: string, { environment, vertical }: Settled): string {
  let segments = words.split('-');
  const isEnvironment = (word: string | undefined) =>
    word !== undefined && environment !== undefined && environmentOfWord(word) === environment.value;
  if (segments.length > 1 && isEnvironment(segments[0])) segments = segments.slice(1);
  if (segments.length > 1 && isEnvironment(segments.at(-1))) segments = segments.slice(0, -1);
  const rest = segments.join('-');
  const prefix = vertical ? `${vertical.value}-` : undefined;
  return prefix && rest.startsWith(prefix) && rest.length > prefix.length ? rest.slice(prefix.length) : rest;
}

/** Told apart by where they come from, if that helps; else by number. The first keeps its name. */
function settleCollision([first, ...others]: readonly Named[], used: Set<string>, notes: Notes): void {
  if (!first) return;
  for (const each of others) {
    const { whole } = each;
    const folder = kebabCase(whole.scope.replace(/\/$/, '').replace(/^.*\//, ''));
    for (const base of distinct(each.base, folder)) {
      const renamed = { ...each, base, name: nameOf(each, base) };
      if (used.has(keyOf(renamed))) continue;
      used.add(keyOf(renamed));
      each.base = base;
      each.name = renamed.name;
      const { file, line } = first.whole.at;
      const at = { at: whole.at, path: whole.pointer };
      notes.add(
        'named',
        at,
        `It is called "${renamed.name}": "${first.name}" is the one of ${file}:${line}.`,
      );
      break;
    }
  }
}

function* distinct(base: string, folder: string): Generator<string> {
  if (folder) yield `${base}-${folder}`;
  for (let number = 2; ; number++) yield `${base}-${number}`;
}
