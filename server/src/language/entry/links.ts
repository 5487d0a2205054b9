import { URI, Utils } from 'vscode-uri';
import type { Catalog } from '../../catalog/catalog.ts';
import { type Plain, plainAt } from '../../manifest/tree.ts';
import type { EntryLink, EntryRef } from '../../protocol/entryDetails.ts';
import { redacted } from '../../rules/security/redacted.ts';
import { fileName } from '../impact/items.ts';
import { registeredUnder, type Thing } from './neighbours.ts';

/** A manifest, and where it is; absent: it is registered and not here. */
export interface Told {
  manifest: Plain;
  uri?: string;
}

/**
 * What can be opened from an entry: where an API answers and is defined, the APIs that a service serves or calls, and the
 * links of its metadata. Only addresses of the web are addresses.
 *
 * @param folders URIs of the workspace folders
 */
export function linksOf(
  catalog: Catalog,
  ref: EntryRef,
  told: Told,
  folders: readonly string[],
): EntryLink[] {
  const apis = ref.kind === 'Service' ? namesAt(told.manifest, ['spec', 'apis']) : [];
  return [
    ...(ref.kind === 'Api' ? apiLinks(told, folders) : []),
    ...apis.flatMap((name) => linksToApi(catalog, name, ref, folders)),
    ...ownLinks(told.manifest),
  ];
}

function apiLinks({ manifest, uri }: Told, folders: readonly string[]): EntryLink[] {
  const servers = plainAt(manifest, ['spec', 'servers']);
  const answers = isMap(servers)
    ? Object.entries(servers).flatMap(([environment, url]) => toWeb(`Answers in ${environment}`, url))
    : [];
  return [...definition('Definition', { manifest, uri }, folders), ...answers];
}

/** The API itself, and where it answers in the environment of the service. */
function linksToApi(
  catalog: Catalog,
  name: string,
  { environment }: EntryRef,
  folders: readonly string[],
): EntryLink[] {
  const told = toldOf(catalog, { kind: 'Api', name });
  const entry = { kind: 'Api', name };
  if (!told) return [{ title: name, detail: 'API', target: { entry } }];
  const text = (field: string) => plainAt(told.manifest, ['spec', field]);
  const detail = ['API', text('type'), text('version'), text('lifecycle')]
    .filter((each) => typeof each === 'string')
    .join(', ');
  const url = environment && plainAt(told.manifest, ['spec', 'servers', environment]);
  return [
    { title: name, detail: redacted(detail), target: { entry } },
    ...definition(`Definition of ${name}`, told, folders),
    ...(url ? toWeb(`${name} in ${environment}`, url) : []),
  ];
}

function toldOf(catalog: Catalog, thing: Thing): Told | undefined {
  const [declared] = catalog.declarations(thing.kind, thing.name);
  if (declared) return { manifest: declared.document.value ?? null, uri: declared.at.uri };
  const [registered] = registeredUnder(catalog, thing);
  return registered && { manifest: registered.manifest };
}

/** A path counts from the manifest's own file: of a manifest that is not here nobody knows where that is. */
function definition(
  title: string,
  { manifest, uri }: { manifest: Plain; uri?: string | undefined },
  folders: readonly string[],
): EntryLink[] {
  const written = plainAt(manifest, ['spec', 'definition']);
  if (typeof written !== 'string' || written === '') return [];
  if (/^[a-z][a-z0-9+.-]*:/i.test(written)) return toWeb(title, written);
  if (uri === undefined) return [];
  const target = Utils.resolvePath(Utils.dirname(URI.parse(uri)), written).toString();
  return [{ title, detail: redacted(written), target: { uri: target, file: fileName(folders, target) } }];
}

function ownLinks(manifest: Plain): EntryLink[] {
  const links = plainAt(manifest, ['metadata', 'links']);
  if (!Array.isArray(links)) return [];
  return links.flatMap((link) => {
    const [url, title] = [plainAt(link, ['url']), plainAt(link, ['title'])];
    return toWeb(typeof title === 'string' && title !== '' ? title : 'Link', url);
  });
}

function toWeb(title: string, url: Plain | undefined): EntryLink[] {
  if (typeof url !== 'string' || !/^https?:\/\/[^\s]+$/i.test(url)) return [];
  const shown = redacted(url);
  // An address with a credential in it is shown without, and leads nowhere.
  return shown === url ? [{ title: redacted(title), detail: url, target: { url } }] : [];
}

function namesAt(manifest: Plain, path: readonly string[]): string[] {
  const list = plainAt(manifest, path);
  return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
}

function isMap(value: Plain | undefined): value is { [key: string]: Plain } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
