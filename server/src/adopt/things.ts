import { isDeepStrictEqual } from 'node:util';
import { kebabCase } from '../rules/naming/kebabCase.ts';
import type { Draft } from './draft.ts';
import type { Notes } from './notes.ts';

/** Something that becomes one manifest: all that the sources say of it. */
export interface Thing {
  /** All of it together. */
  whole: Draft;
  /** What each source says, the one that tells how it runs first. */
  parts: Draft[];
}

/**
 * Puts together what several sources say of the same thing: what describes a service joins each of its workloads, one
 * for every environment; what is listed twice in Heady's own lists is one.
 */
export function gather(drafts: readonly Draft[], notes: Notes): Thing[] {
  const things: Thing[] = [];
  const running = drafts.filter(({ describes }) => !describes);
  for (const draft of [...running, ...drafts.filter(({ describes }) => describes)]) {
    const same = things.filter(({ whole, parts }) => isSame(whole, parts, draft));
    for (const thing of same) {
      join(thing.whole, draft, notes);
      thing.parts.push(draft);
    }
    if (same.length === 0) things.push({ whole: copyOf(draft), parts: [draft] });
  }
  return things;
}

function copyOf(draft: Draft): Draft {
  return {
    ...draft,
    labels: new Map(draft.labels),
    links: [...draft.links],
    spec: new Map(draft.spec),
    secrets: [...draft.secrets],
  };
}

function isSame(whole: Draft, parts: readonly Draft[], draft: Draft): boolean {
  if (whole.kind !== draft.kind || !isSameName(whole.name, draft.name)) return false;
  const [a, b] = [whole.environment?.value, draft.environment?.value];
  if (a !== undefined && b !== undefined && a !== b) return false;
  // Two workloads of one name are two, wherever they stand; so are two entities of one descriptor.
  if (!draft.describes && parts.some(({ describes }) => !describes) && !isHeadyList(draft)) return false;
  return isHeadyList(draft) || parts.every(({ format }) => format !== draft.format);
}

/** Names in letters that ours cannot have are compared as they are. */
function isSameName(a: string, b: string): boolean {
  return kebabCase(a) === kebabCase(b) && (kebabCase(a) !== '' || a === b);
}

function isHeadyList({ format }: Draft): boolean {
  return format.startsWith('heady-') || format === 'mcp-servers';
}

/** What the first one says holds; what it only judges gives way to what another is told. */
function join(whole: Draft, other: Draft, notes: Notes): void {
  for (const key of ['environment', 'vertical', 'owner', 'sensitivity', 'title', 'description'] as const) {
    const theirs = other[key];
    if (theirs) Object.assign(whole, { [key]: whole[key] ?? theirs });
  }
  for (const [key, theirs] of other.spec) {
    const ours = whole.spec.get(key);
    if (!ours || (ours.how === 'judged' && theirs.how === 'told')) whole.spec.set(key, theirs);
    else if (theirs.how === 'told' && !isDeepStrictEqual(ours.value, theirs.value)) {
      const where = ours.at ? `${ours.at.file}:${ours.at.line}` : 'another source';
      const at = theirs.at ?? other.at;
      notes.add(
        'conflict',
        { at, path: `${other.pointer}.${key}` },
        `It says something else of "${key}" than ${where}, which holds.`,
      );
    }
  }
  for (const [key, label] of other.labels) if (!whole.labels.has(key)) whole.labels.set(key, label);
  for (const link of other.links) {
    if (!whole.links.some(({ value }) => value.url === link.value.url)) whole.links.push(link);
  }
  for (const secret of other.secrets) {
    if (!whole.secrets.some(({ name }) => name === secret.name)) whole.secrets.push(secret);
  }
}
