import type { Plain } from '../manifest/tree.ts';
import { type ComposeService, servicesOf } from './composeFiles.ts';
import { exposedPorts, publishedPorts } from './composePorts.ts';
import { holdsCredential } from './credentials.ts';
import { type Draft, draft, judged, told } from './draft.ts';
import { healthOfCommand, secondsOf } from './health.ts';
import { faultOfTag } from './images.ts';
import type { Located } from './located.ts';
import type { Notes } from './notes.ts';
import { judgePlane } from './plane.ts';
import { takePorts } from './ports.ts';
import { labelsOf, takeTags } from './tags.ts';
import { takeVariables, type Variable } from './variables.ts';

/** Why a key of a service has no field; keys that are not listed are none that Compose knows either. */
const NO_FIELD: Readonly<Record<string, string>> = {
  restart: 'whatever keeps services running restarts them',
  networks: 'who reaches a port is said by its exposure',
  network_mode: 'who reaches a port is said by its exposure',
  build: 'how an image is built is left to the pipeline',
  env_file: 'its file is not read, for it may hold secrets; list its variables in spec.env and spec.secrets',
  configs: 'mounted files have no field',
  profiles: 'there is a manifest for each environment instead',
};

const MAPPED: ReadonlySet<string> = new Set([
  ...[
    'image',
    'command',
    'entrypoint',
    'deploy',
    'scale',
    'ports',
    'expose',
    'environment',
    'healthcheck',
    'volumes',
  ],
  ...['depends_on', 'links', 'secrets', 'labels', 'container_name', 'hostname', 'extends'],
]);

/** Services of compose files. */
export function readCompose(roots: readonly Located[], notes: Notes): Draft[] {
  return servicesOf(roots, notes).map((service) => readService(service, notes));
}

function readService({ name, scope, own: known, layers, environment }: ComposeService, notes: Notes): Draft {
  const own = layers.find((layer) => layer.get('image') ?? layer.get('build')) ?? known;
  const service = draft('Service', 'compose', name, known, { scope });
  // Of one for prod that says nothing of this service, the place is that in the file below it.
  if (environment) service.pointer = `${service.pointer} (${environment})`;
  const first = (key: string) => layers.map((layer) => layer.get(key)).find((each) => each !== undefined);
  const every = (key: string) => layers.flatMap((layer) => layer.get(key) ?? []);

  if (environment) service.environment = judged(environment, service, 'the name of its file says so');
  for (const key of ['container_name', 'hostname']) service.aliases.push(...(first(key)?.texts() ?? []));
  service.spec.set('runtime', judged('docker', own, 'Compose runs it'));
  takeImage(service, first('image'), first('build'), notes);
  takeCommand(service, first('entrypoint'), first('command'), notes);
  const replicas = first('scale') ?? layers.map((layer) => layer.get('deploy', 'replicas')).find(Boolean);
  if (replicas?.number !== undefined) service.spec.set('replicas', told(replicas.number, replicas));
  else if (replicas) notes.add('decide', replicas, 'It is no plain figure; state spec.replicas.');
  takePorts(service, [
    ...publishedPorts(
      every('ports').flatMap((ports) => ports.items()),
      notes,
    ),
    ...exposedPorts(
      every('expose').flatMap((ports) => ports.items()),
      notes,
    ),
  ]);
  takeHealth(service, first('healthcheck'), notes);
  const volumes = every('volumes').flatMap((each) => each.items());
  const keepsNothing = takeVolumes(service, volumes, first('build'), notes);
  judgePlane(service, stated(first('image')), keepsNothing);
  for (const listed of [...every('depends_on'), ...every('links')]) takeDependencies(service, listed);
  takeVariables(service, variables(every('environment')), notes);
  takeSecrets(
    service,
    every('secrets').flatMap((secrets) => secrets.items()),
  );
  const labels = every('labels');
  const rest = takeTags(service, labels.flatMap(labelsOf));
  const [label] = labels;
  if (label && rest.length > 0) {
    notes.unmapped(label, `Labels for other tools: ${rest.map(({ key }) => key).join(', ')}.`);
  }
  reportOthers(layers, notes);
  return service;
}

function stated(from: Located | undefined) {
  return from?.text === undefined ? undefined : { value: from.text, at: from.at };
}

function takeImage(
  service: Draft,
  image: Located | undefined,
  build: Located | undefined,
  notes: Notes,
): void {
  if (image?.text) {
    service.spec.set('image', told(image.text, image));
    const fault = faultOfTag(image.text);
    if (fault) notes.add('decide', image, `Image "${image.text}": ${fault}`);
  } else if (build) {
    notes.add(
      'decide',
      build,
      'It is built here and its image has no name; state the one that is published in spec.image.',
    );
  }
}

function takeCommand(
  service: Draft,
  entry: Located | undefined,
  command: Located | undefined,
  notes: Notes,
): void {
  const from = entry ?? command;
  if (!from) return;
  const [program, args] = [entry?.texts() ?? [], command?.texts() ?? []];
  const isWords = [entry, command].every((part) => part === undefined || part.isList);
  const value: Plain = isWords ? [...program, ...args] : [...program, ...args].join(' ');
  if (value.length === 0) return;
  if (holdsCredential(value)) {
    notes.add(
      'secret',
      from,
      'The command holds what looks like a credential; it was left out. Pass it by spec.secrets.',
    );
    return;
  }
  service.spec.set('command', told<Plain>(value, from));
}

function takeHealth(service: Draft, check: Located | undefined, notes: Notes): void {
  const test = check?.get('test');
  if (!check || check.get('disable')?.boolean) return;
  const words = test?.texts() ?? [];
  const asked = healthOfCommand(words.join(' '));
  if (!asked) {
    if (test && words[0] !== 'NONE') {
      notes.unmapped(test, 'Health is asked for over HTTP; this runs a command within the container.');
    }
    return;
  }
  const interval = check.get('interval')?.text;
  const seconds = interval === undefined ? undefined : secondsOf(interval);
  const value = { ...asked, ...(seconds === undefined ? {} : { intervalSeconds: seconds }) };
  service.spec.set('health', told<Plain>(value, test ?? check));
}

/** @returns whether what it mounts shows that it keeps no data, or that it does: false where nobody can say */
function takeVolumes(
  service: Draft,
  volumes: readonly Located[],
  build: Located | undefined,
  notes: Notes,
): boolean {
  const sources = new Set(
    ['.', './', build?.text, build?.get('context')?.text].map((path) => path?.replace(/\/$/, '')),
  );
  let isCertain = true;
  for (const volume of volumes) {
    const parts = (volume.text ?? '').match(/\$\{[^}]*\}[^:]*|[A-Za-z]:[\\/][^:]*|[^:]+/g) ?? [];
    const source = volume.get('source')?.text ?? (parts.length > 1 ? parts[0] : undefined);
    const isReadOnly = volume.get('read_only')?.boolean ?? /(?:^|,)ro(?:,|$)/.test(parts[2] ?? '');
    const type = volume.get('type')?.text;
    if (isReadOnly || type === 'tmpfs' || source?.endsWith('docker.sock')) continue;
    const isFolder = type === 'bind' || (source !== undefined && /^(?:[.~/\\$]|[A-Za-z]:)/.test(source));
    if (isFolder && sources.has(source?.replace(/\/$/, ''))) {
      notes.unmapped(volume, 'Its source is mounted for development; images carry it elsewhere.');
    } else if (isFolder) {
      isCertain = false;
      notes.add(
        'decide',
        volume,
        'A folder of the host is mounted: state spec.state, and spec.plane: data if it keeps data there.',
      );
    } else if (!service.spec.has('state')) {
      service.spec.set('state', judged('stateful', volume, 'a volume keeps its data'));
    }
  }
  return isCertain;
}

function takeDependencies(service: Draft, listed: Located): void {
  const names: [string, Located][] = listed.isMap
    ? listed.entries()
    : listed.items().map((item) => [(item.text ?? '').split(':')[0] ?? '', item]);
  // `depends_on: { db: }` lists it too.
  for (const key of listed.keys()) if (!names.some(([name]) => name === key)) names.push([key, listed]);
  for (const [name, { at }] of names) {
    if (name) service.references.push({ field: 'dependsOn', to: 'Service', name, at });
  }
}

function takeSecrets(service: Draft, secrets: readonly Located[]): void {
  for (const secret of secrets) {
    const kept = secret.text ?? secret.get('source')?.text;
    if (kept) service.secrets.push({ name: secret.get('target')?.text ?? kept, at: secret.at, kept });
  }
}

/** `environment` as a map or a list; of repeated names the strongest layer's. */
function variables(layers: readonly Located[]): Variable[] {
  const byName = new Map<string, Variable>();
  for (const layer of layers) {
    const own = layer.isMap ? mapVariables(layer) : layer.items().map(listVariable);
    for (const variable of own) if (!byName.has(variable.name)) byName.set(variable.name, variable);
  }
  byName.delete('');
  return [...byName.values()];
}

function mapVariables(layer: Located): Variable[] {
  return layer.keys().map((name) => {
    const value = layer.get(name);
    return {
      name,
      value: value?.text,
      at: (value ?? layer).at,
      path: value?.path ?? `${layer.path}.${name}`,
    };
  });
}

function listVariable(item: Located): Variable {
  const text = item.text ?? '';
  const end = text.indexOf('=');
  const name = end < 0 ? text : text.slice(0, end);
  return { name, value: end < 0 ? undefined : text.slice(end + 1), at: item.at, path: item.path };
}

function reportOthers(layers: readonly Located[], notes: Notes): void {
  const reported = new Set<string>();
  for (const layer of layers) {
    for (const [key, value] of layer.entries()) {
      if (MAPPED.has(key) || reported.has(key)) continue;
      reported.add(key);
      const reason = Object.hasOwn(NO_FIELD, key) ? NO_FIELD[key] : 'manifests have no field for it';
      notes.unmapped(value, `"${key}": ${reason}.`);
    }
  }
}
