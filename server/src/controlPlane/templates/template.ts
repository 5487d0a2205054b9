import { parseManifest } from '../../manifest/parse.ts';
import { schemaAt, schemaOf } from '../../manifest/schemas.ts';
import { formatPath, type ManifestNode, type Path } from '../../manifest/tree.ts';

/** What is filled in. */
export interface TemplateParameter {
  /** The field that it fills or is a part of: `metadata.tags.Owner`. */
  name: string;
  /** What the field is for, as the schema of the kind says. */
  description?: string;
  default: string;
  /** The values there are to choose from; absent: any. */
  choices?: string[];
}

/** How a manifest of some kind begins. */
export interface Template {
  name: string;
  kind: string;
  title: string;
  description: string;
  parameters: TemplateParameter[];
  /** YAML with `{{parameter}}` where something is filled in. */
  text: string;
  /** The same with every default filled in. */
  example: string;
}

/** As in the editor's file of snippets. */
export interface Snippet {
  prefix: readonly string[];
  description: string;
  body: readonly string[];
}

/** One number of a snippet, wherever it stands. */
interface Stop {
  default: string;
  choices?: string[];
}

/** `$1`, `${1}`, `${1:default}`, `${1|one,two|}`. A default may hold another stop without braces. */
const STOP = /\$(\d+)|\$\{(\d+)(?::([^{}]*)|\|([^|]*)\|)?\}/g;

/** What the snippet of a whole manifest asks for, by fields instead of numbers. @returns undefined for another snippet */
export function templateOf(title: string, { prefix, description, body }: Snippet): Template | undefined {
  const [name] = prefix;
  const kind = body.map((line) => /^kind: (\w+)$/.exec(line)?.[1]).find(Boolean);
  if (!name || !kind || !body[0]?.startsWith('apiVersion:')) return undefined;
  // The last stop, $0, is where the cursor ends up.
  const source = body.join('\n').replace('$0', '');
  const stops = stopsOf(source);
  const defaults = filledIn(source, (number) => defaultOf(number, stops));
  const places = placesOf(filledIn(source, markOf));
  const parameters = new Map<string, TemplateParameter>();
  for (const [number, { choices }] of stops) {
    const path = places.get(number) ?? [];
    const about = descriptionOf(kind, path);
    parameters.set(number, {
      name: unused(formatPath(path), parameters),
      ...(about === undefined ? {} : { description: about }),
      default: defaultOf(number, stops),
      ...(choices ? { choices } : {}),
    });
  }
  const text = filledIn(source, (number) => `{{${parameters.get(number)?.name}}}`);
  return { name, kind, title, description, parameters: [...parameters.values()], text, example: defaults };
}

/** What a field is for; of an item of a list, what the list is. */
function descriptionOf(kind: string, path: Path): string | undefined {
  for (let length = path.length; length > 0; length--) {
    const description = schemaAt(schemaOf(kind), path.slice(0, length))?.description;
    if (description !== undefined) return description;
  }
  return undefined;
}

function stopsOf(source: string): Map<string, Stop> {
  const stops = new Map<string, Stop>();
  for (const [, bare, braced, text, listed] of source.matchAll(STOP)) {
    const number = bare ?? braced ?? '';
    const choices = listed?.split(',');
    const value = text ?? choices?.[0];
    if (value !== undefined && !stops.has(number)) {
      stops.set(number, { default: value, ...(choices ? { choices } : {}) });
    }
  }
  return stops;
}

function defaultOf(number: string, stops: ReadonlyMap<string, Stop>): string {
  return filledIn(stops.get(number)?.default ?? '', (inner) => stops.get(inner)?.default ?? '');
}

function filledIn(source: string, value: (number: string) => string): string {
  return source.replace(STOP, (_, bare?: string, braced?: string) => value(bare ?? braced ?? ''));
}

/** What no manifest has in it. */
function markOf(number: string): string {
  return `stop${number}stop`;
}

/** The field that each stop fills, before those that it is only a part of. */
function placesOf(marked: string): Map<string, Path> {
  const whole = new Map<string, Path>();
  const parts = new Map<string, Path>();
  const note = (text: string, path: Path) => {
    for (const [mark, number = ''] of text.matchAll(/stop(\d+)stop/g)) {
      const places = mark === text ? whole : parts;
      if (!places.has(number)) places.set(number, path);
    }
  };
  const walk = (node: ManifestNode | undefined, path: Path): void => {
    if (node?.type === 'scalar') note(String(node.value), path);
    if (node?.type === 'sequence')
      for (const [index, item] of node.items.entries()) walk(item, [...path, index]);
    if (node?.type !== 'map') return;
    for (const { key, value } of node.entries) {
      note(String(key.value), path);
      walk(value, [...path, String(key.value)]);
    }
  };
  walk(parseManifest(marked).documents[0]?.document.root, []);
  return new Map([...parts, ...whole]);
}

function unused(name: string, taken: ReadonlyMap<string, TemplateParameter>): string {
  const names = new Set([...taken.values()].map((parameter) => parameter.name));
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name} ${count}`;
    if (!names.has(candidate)) return candidate;
  }
}
