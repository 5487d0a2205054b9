import type { Plain } from '../manifest/tree.ts';
import { kebabCase } from '../rules/naming/kebabCase.ts';
import { redacted } from '../rules/security/redacted.ts';
import { holdsCredential } from './credentials.ts';
import type { AdoptedKind, Stated } from './draft.ts';
import type { Origin } from './located.ts';
import type { Named } from './names.ts';
import type { Notes } from './notes.ts';
import { wayTo } from './paths.ts';
import type { Resolved } from './references.ts';
import { runsSomewhere } from './settle.ts';

/** The annotation by which a manifest is known again when its source is adopted once more. */
export const ADOPTED_FROM = 'heady.systems/adopted-from';

/** A field of a manifest, and where it comes from. */
export interface MappedField extends Stated {
  /** `spec.image`, `metadata.tags.Owner`. */
  field: string;
}

/** A manifest as a value, in the order in which it is written. */
export interface Manifest {
  kind: AdoptedKind;
  name: string;
  fields: MappedField[];
}

/** The order of `spec`; fields that are not listed come last. */
const ORDER: readonly string[] = [
  ...[
    'environment',
    'level',
    'parent',
    'priority',
    'focus',
    'role',
    'type',
    'definition',
    'providedBy',
    'lifecycle',
  ],
  ...[
    'transport',
    'plane',
    'runtime',
    'image',
    'command',
    'args',
    'url',
    'replicas',
    'ports',
    'dependsOn',
    'apis',
  ],
  ...['repository', 'services', 'health', 'slo', 'state', 'env', 'headers', 'secrets', 'skills', 'tools'],
];

/** Which source a manifest is of: file and place in it. */
export function sourceId({ whole }: Named): string {
  return redacted(`${whole.at.file}#${whole.pointer}`);
}

/** @param path where it goes, from the root of the workspace */
export function manifestOf(named: Named, resolved: Resolved, path: string, notes: Notes): Manifest {
  const { whole, settled, name } = named;
  const fields: MappedField[] = [];
  const put = (field: string, stated: Stated | undefined) => {
    if (!stated) return;
    const key = field.replace(/^.*\./, '');
    if (!holdsCredential(stated.value, key)) fields.push({ field, ...stated });
    else
      notes.add(
        'secret',
        { at: stated.at ?? whole.at, path: field },
        'It holds what looks like a credential; it was left out.',
      );
  };
  put('metadata.title', whole.title);
  put('metadata.description', whole.description);
  put('metadata.tags.Owner', settled.owner);
  put('metadata.tags.Vertical', settled.vertical);
  put('metadata.tags.DataSensitivity', settled.sensitivity);
  for (const [key, label] of whole.labels) put(`metadata.labels.${key}`, label);
  const links = whole.links.filter(({ value }) => !holdsCredential(value.url));
  const [link] = links;
  if (link) put('metadata.links', { ...link, value: links.map(({ value }) => ({ ...value })) });

  const spec = new Map(whole.spec);
  if (settled.environment && runsSomewhere(whole)) spec.set('environment', settled.environment);
  const definition = spec.get('definition');
  if (typeof definition?.value === 'string' && !/^[a-z][a-z0-9+.-]*:/i.test(definition.value)) {
    spec.set('definition', { ...definition, value: wayTo(path, definition.value) });
  }
  for (const [field, list] of resolved) {
    const [first] = list;
    const isOne = field === 'providedBy' || field === 'parent';
    const value: Plain = isOne ? (first?.name ?? '') : list.map((each) => each.name);
    if (first)
      spec.set(field, {
        value,
        at: first.reference.at,
        how: first.reference.isGuess ? 'judged' : 'told',
        ...(first.reference.isGuess ? { why: 'a variable names its host' } : {}),
      });
  }
  const secrets = secretsOf(named, notes);
  const [secret] = whole.secrets;
  if (secret && secrets.length > 0) spec.set('secrets', { value: secrets, at: secret.at, how: 'told' });
  for (const field of [...spec.keys()].sort(byOrder)) put(`spec.${field}`, spec.get(field));
  return { kind: whole.kind, name, fields };
}

function byOrder(a: string, b: string): number {
  const place = (field: string) => (ORDER.includes(field) ? ORDER.indexOf(field) : ORDER.length);
  return place(a) - place(b);
}

/** In characters; the control plane keeps no longer names. */
const MAX_REF = 180;

/** By reference, never by value: `heady://secrets/<vertical>/<service>-<variable>`. */
function secretsOf({ whole, settled, base }: Named, notes: Notes): { name: string; ref: string }[] {
  const byName = new Map<string, { name: string; ref: string }>();
  for (const { name, kept, at } of whole.secrets) {
    if (byName.has(name) || holdsCredential(name)) continue;
    const key = kebabCase(kept ?? name) || 'secret';
    const words = [...(settled.vertical ? [settled.vertical.value] : []), kept ? key : `${base}-${key}`];
    const ref = `heady://secrets/${words.join('/').slice(0, MAX_REF).replace(/[-/]$/, '')}`;
    byName.set(name, { name, ref });
    reportSecret(name, ref, at, whole.pointer, notes);
  }
  return [...byName.values()];
}

function reportSecret(name: string, ref: string, at: Origin, path: string, notes: Notes): void {
  notes.add(
    'secret',
    { at, path },
    `The value of "${name}" stays where it is: the manifest refers to ${ref}. Put it there.`,
  );
}
