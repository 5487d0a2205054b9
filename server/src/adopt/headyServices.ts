import type { Plain } from '../manifest/tree.ts';
import { type Draft, draft, judged, type SourceFormat, told, toldText } from './draft.ts';
import { isDataStore } from './images.ts';
import type { Located } from './located.ts';
import type { Notes } from './notes.ts';
import { isPort, type Port, type Protocol, protocolOf, takePorts } from './ports.ts';

/** Words by which Heady's own lists say what keeps data. */
const DATA_WORDS: ReadonlySet<string> = new Set([
  'database',
  'cache',
  'queue',
  'vector-store',
  'storage',
  'broker',
]);

const RUNTIMES: ReadonlySet<string> = new Set(['docker', 'podman', 'containerd', 'process']);

/** Keys that are taken over, under any of the names that the lists use. */
const TAKEN: ReadonlySet<string> = new Set([
  ...[
    'name',
    'id',
    'title',
    'role',
    'purpose',
    'description',
    'owner',
    'ownership',
    'type',
    'runtime',
    'port',
  ],
  ...[
    'protocol',
    'host',
    'aliases',
    'endpoint',
    'healthCheck',
    'healthPath',
    'health_check',
    'health_check_url',
  ],
  ...[
    'healthEndpoint',
    'slos',
    'dependencies',
    'dependsOn',
    'criticality',
    'security_level',
    'replicas',
    'status',
  ],
]);

/** An entry of a list of services, in whichever of the shapes that Heady's repositories use. */
export function headyService(name: string, entry: Located, format: SourceFormat, notes: Notes): Draft {
  const service = draft('Service', format, name, entry, { describes: true });
  const first = (...keys: string[]) => keys.flatMap((key) => entry.get(key) ?? [])[0];
  const title = entry.get('title') ?? (entry.get('id') && entry.get('name'));
  const about = toldText(first('description', 'purpose', 'role'));
  const owner = toldText(first('owner', 'ownership'));
  const criticality = toldText(entry.get('criticality'));
  const heading = toldText(title);
  if (heading && heading.value !== name) service.title = heading;
  if (about) service.description = about;
  if (owner) service.owner = owner;
  if (criticality) service.labels.set('criticality', criticality);
  takeType(service, entry, notes);
  takePort(service, entry);
  takeReach(service, first('endpoint'), notes);
  for (const host of [entry.get('host'), entry.get('aliases')])
    service.aliases.push(...(host?.texts() ?? []));
  takeHealth(
    service,
    first('healthCheck', 'healthPath', 'health_check', 'health_check_url', 'healthEndpoint'),
    notes,
  );
  takeObjectives(service, entry.get('slos'), notes);
  const replicas = entry.get('replicas');
  if (replicas?.number !== undefined) service.spec.set('replicas', told(replicas.number, replicas));
  for (const other of first('dependencies', 'dependsOn')?.items() ?? []) {
    if (other.text)
      service.references.push({ field: 'dependsOn', to: 'Service', name: other.text, at: other.at });
  }
  const rest = entry.entries().filter(([key]) => !TAKEN.has(key));
  for (const [key, value] of rest) notes.unmapped(value, `"${key}": manifests have no field for it.`);
  return service;
}

function takeType(service: Draft, entry: Located, notes: Notes): void {
  const [type, level, runtime] = [entry.get('type'), entry.get('security_level'), entry.get('runtime')];
  const dataWord = [type, level].find((each) => DATA_WORDS.has(each?.text?.toLowerCase() ?? ''));
  const isStore = isDataStore(service.name);
  if (dataWord) service.spec.set('plane', judged('data', dataWord, `it is a ${dataWord.text}`));
  else if (isStore) service.spec.set('plane', judged('data', entry, `${service.name} keeps data`));
  if (runtime?.text && RUNTIMES.has(runtime.text)) service.spec.set('runtime', told(runtime.text, runtime));
  else if (runtime)
    notes.add(
      'decide',
      runtime,
      `"${runtime.text}" is none of docker, podman, containerd and process; state spec.runtime.`,
    );
  else if (type?.text === 'script')
    service.spec.set('runtime', judged('process', type, 'a script runs as a process'));
  if (type?.text && !dataWord) service.labels.set('type', told(type.text, type));
  if (level?.text && level !== dataWord) {
    notes.add(
      'decide',
      level,
      `"${level.text}" says who may reach it, not how sensitive its data is; state the exposure of its ports.`,
    );
  }
}

function takePort(service: Draft, entry: Located): void {
  const [port, spoken] = [entry.get('port'), entry.get('protocol')];
  const number = port?.number;
  if (!port || !isPort(number)) return;
  const protocol: Protocol | undefined = protocolOf(spoken?.text);
  const stated: Port = { port: number, ...(protocol && protocol !== 'tcp' ? { protocol } : {}), at: port.at };
  takePorts(service, [stated]);
}

/** Where it is reached by people is a link; its host, what others call it. */
function takeReach(service: Draft, endpoint: Located | undefined, notes: Notes): void {
  const url = endpoint?.text;
  if (!endpoint || !url) return;
  const host = /^https?:\/\/(?<host>[^\s/:?#@]+)/i.exec(url)?.groups?.host;
  if (host) service.links.push(told({ title: 'Endpoint', url }, endpoint));
  else notes.unmapped(endpoint, `"${url}" is no address that a browser opens.`);
}

function takeHealth(service: Draft, check: Located | undefined, notes: Notes): void {
  const text = check?.text;
  if (!check || !text) return;
  const path = /^(?:https?:\/\/[^\s/?#]+)?(?<path>\/[^\s?#]*)/i.exec(text)?.groups?.path;
  if (path) service.spec.set('health', told<Plain>({ path }, check));
  else notes.unmapped(check, `Health is asked for over HTTP; "${text}" is another way.`);
}

function takeObjectives(service: Draft, slos: Located | undefined, notes: Notes): void {
  const availability = slos?.get('availability');
  const p95 = slos?.get('latencyP95Ms');
  const value = {
    ...(availability?.number === undefined ? {} : { availability: availability.number }),
    ...(p95?.number === undefined ? {} : { latencyP95Ms: p95.number }),
  };
  if (slos && Object.keys(value).length > 0) service.spec.set('slo', told<Plain>(value, slos));
  for (const [key, other] of slos?.entries() ?? []) {
    if (key !== 'availability' && key !== 'latencyP95Ms') {
      notes.unmapped(
        other,
        `"${key}": objectives are availability and the 95th percentile; one does not follow from the other.`,
      );
    }
  }
}
