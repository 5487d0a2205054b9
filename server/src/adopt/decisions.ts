import type { Environment } from '../manifest/document.ts';
import { isEnvironment } from '../manifest/environment.ts';
import { type Located, readDocuments, UnreadableSource } from './located.ts';
import { SENSITIVITIES } from './tags.ts';

/** What whoever adopts says of services. */
export interface Answers {
  environment?: Environment;
  vertical?: string;
  owner?: string;
  sensitivity?: string;
  runtime?: string;
  plane?: string;
}

/** What is said of one thing, by its name in the source; this holds whatever the source says. */
export interface ItemAnswers extends Answers {
  /** The `<service>` of its name, or its whole name where its kind has no convention. */
  name?: string;
  /** It is not adopted. */
  skip?: boolean;
}

export interface Decisions {
  /** Where the source tells nothing. */
  defaults: Answers;
  /** What the source's owners are called here. */
  owners: ReadonlyMap<string, string>;
  /** Which vertical is meant by a domain, system or label of the source. */
  verticals: ReadonlyMap<string, string>;
  items: ReadonlyMap<string, ItemAnswers>;
}

export const NO_DECISIONS: Decisions = {
  defaults: {},
  owners: new Map(),
  verticals: new Map(),
  items: new Map(),
};

const VALUES = {
  environment: ['dev', 'test', 'stage', 'prod'],
  sensitivity: SENSITIVITIES,
  runtime: ['docker', 'podman', 'containerd', 'process'],
  plane: ['control', 'app', 'data'],
} as const;

const ANSWERS = ['environment', 'vertical', 'owner', 'sensitivity', 'runtime', 'plane'] as const;

/**
 * Reads a file of decisions (`heady adopt --map`): `defaults`, `owners`, `verticals`, `items`.
 *
 * @throws {UnreadableSource} for what it must not say, with the line
 */
export function readDecisions(path: string, text: string): Decisions {
  const [root, ...more] = readDocuments({ path, text });
  if (root instanceof UnreadableSource) throw root;
  if (more.length > 0) throw new UnreadableSource(1, 'It holds several documents; decisions are one.');
  if (!root) return NO_DECISIONS;
  refuseOthers(root, ['defaults', 'owners', 'verticals', 'items']);
  const defaults = root.get('defaults');
  if (defaults) refuseOthers(defaults, ANSWERS);
  const items = new Map<string, ItemAnswers>();
  for (const [name, item] of root.get('items')?.entries() ?? []) {
    refuseOthers(item, [...ANSWERS, 'name', 'skip']);
    const [own, skip] = [item.get('name')?.text, item.get('skip')?.boolean];
    items.set(name, { ...answersIn(item), ...(own ? { name: own } : {}), ...(skip ? { skip } : {}) });
  }
  return {
    defaults: defaults ? answersIn(defaults) : {},
    owners: root.get('owners')?.textMap() ?? new Map(),
    verticals: root.get('verticals')?.textMap() ?? new Map(),
    items,
  };
}

function answersIn(map: Located): Answers {
  const answers: Answers = {};
  for (const key of ANSWERS) {
    const value = map.get(key);
    const text = value?.text;
    if (!value || text === undefined) continue;
    const allowed: readonly string[] | undefined =
      key in VALUES ? VALUES[key as keyof typeof VALUES] : undefined;
    if (allowed && !allowed.includes(text)) {
      throw new UnreadableSource(value.at.line, `"${key}" is one of ${allowed.join(', ')}, not "${text}".`);
    }
    if (key === 'environment') {
      if (isEnvironment(text)) answers.environment = text;
    } else answers[key] = text;
  }
  return answers;
}

function refuseOthers(map: Located, known: readonly string[]): void {
  if (!map.isMap) throw new UnreadableSource(map.at.line, `"${map.path || 'it'}" has to be a map.`);
  const other = map.keys().find((key) => !known.includes(key));
  if (other !== undefined) {
    const line = map.get(other)?.at.line ?? map.at.line;
    throw new UnreadableSource(line, `"${other}" is none of ${known.join(', ')}.`);
  }
}
