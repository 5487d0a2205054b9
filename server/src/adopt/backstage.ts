import { backstageApi } from './backstageApi.ts';
import { type Entity, entitiesOf, refOf, refText } from './backstageEntities.ts';
import { type AdoptedKind, type Draft, draft, judged, type Stated, told, toldText } from './draft.ts';
import { environmentOfWord } from './environmentWord.ts';
import { isDataStore } from './images.ts';
import type { Located } from './located.ts';
import type { Notes } from './notes.ts';
import { labelsOf, takeTags } from './tags.ts';

/** Types of components that do not run. */
const NO_SERVICE: ReadonlySet<string> = new Set([
  ...['library', 'documentation', 'template', 'sdk', 'plugin', 'package', 'design-system', 'tool', 'cli'],
]);

const DATA_TYPES: ReadonlySet<string> = new Set([
  ...[
    'database',
    'db',
    'cache',
    'queue',
    'broker',
    'message-queue',
    'topic',
    'search',
    'datastore',
    'data-store',
  ],
]);

const MACHINE_TYPES: ReadonlySet<string> = new Set([
  'vm',
  'virtual-machine',
  'virtualmachine',
  'machine',
  'host',
]);

/** Components, APIs, systems, domains and resources of Backstage descriptors; groups and users are owners. */
export function readBackstage(roots: readonly Located[], notes: Notes): Draft[] {
  const entities = roots.flatMap((root) => entitiesOf(root, notes));
  return entities.flatMap((entity): Draft[] => {
    switch (entity.kind) {
      case 'component':
        return readComponent(entity, entities, notes);
      case 'resource':
        return readResource(entity, entities, notes);
      case 'api':
        return [readApi(entity, entities, notes)];
      case 'system':
        return [readSystem(entity, entities, notes)];
      case 'domain':
        return [readDomain(entity, notes)];
      default:
        reportOther(entity, roots, notes);
        return [];
    }
  });
}

function readComponent(entity: Entity, entities: readonly Entity[], notes: Notes): Draft[] {
  const type = entity.spec?.get('type');
  const word = type?.text?.toLowerCase() ?? '';
  if (NO_SERVICE.has(word)) {
    notes.unmapped(
      type ?? entity.root,
      `A component of type "${word}" does not run; only what runs has a manifest.`,
    );
    return [];
  }
  const service = started('Service', entity);
  for (const field of ['providesApis', 'consumesApis']) {
    for (const api of entity.spec?.get(field)?.items() ?? []) {
      service.references.push({
        field: 'apis',
        to: 'Api',
        name: refText(refOf(api, 'api', entity)),
        at: api.at,
      });
    }
  }
  takeDependencies(service, entity, notes);
  takeLifecycle(service, entity, notes);
  const parent = entity.spec?.get('subcomponentOf');
  if (parent) notes.unmapped(parent, 'A part of another component has no field for it.');
  return [described(service, entity, entities, notes)];
}

/** Which component provides it, the components say. */
function readApi(entity: Entity, entities: readonly Entity[], notes: Notes): Draft {
  const api = described(backstageApi(entity, notes), entity, entities, notes);
  for (const component of entities.filter(({ kind }) => kind === 'component')) {
    for (const provided of component.spec?.get('providesApis')?.items() ?? []) {
      if (refText(refOf(provided, 'api', component)) !== refText(entity)) continue;
      api.references.push({ field: 'providedBy', to: 'Service', name: refText(component), at: provided.at });
    }
  }
  return api;
}

function readResource(entity: Entity, entities: readonly Entity[], notes: Notes): Draft[] {
  const type = entity.spec?.get('type');
  const word = type?.text?.toLowerCase() ?? '';
  if (type && MACHINE_TYPES.has(word)) return [described(machine(entity), entity, entities, notes)];
  if (type && (DATA_TYPES.has(word) || isDataStore(word))) {
    const service = started('Service', entity);
    service.spec.set('plane', judged('data', type, `it is a ${word}`));
    service.spec.set('state', judged('stateful', type, `it is a ${word}`));
    takeDependencies(service, entity, notes);
    return [described(service, entity, entities, notes)];
  }
  notes.unmapped(type ?? entity.root, `There is no manifest for a resource of type "${word}".`);
  return [];
}

/** `prod-app-07` is the seventh for apps. */
function machine(entity: Entity): Draft {
  const made = started('VirtualMachine', entity);
  const role = /^(?:(?:dev|test|stage|prod)-)?(?<role>[a-z][a-z0-9]*)-\d{2,}$/.exec(entity.name)?.groups
    ?.role;
  if (role) made.spec.set('role', judged(role, made, 'its name says so'));
  return made;
}

function readSystem(entity: Entity, entities: readonly Entity[], notes: Notes): Draft {
  const workspace = described(started('Workspace', entity), entity, entities, notes);
  for (const part of entities) {
    const system = part.spec?.get('system');
    if (!system || refText(refOf(system, 'system', part)) !== refText(entity)) continue;
    if (part.kind === 'component' || part.kind === 'resource') {
      workspace.references.push({ field: 'services', to: 'Service', name: refText(part), at: system.at });
    }
  }
  return workspace;
}

function readDomain(entity: Entity, notes: Notes): Draft {
  const vertical = started('Vertical', entity);
  const focus = entity.metadata.get('description') ?? entity.metadata.get('title');
  const text = toldText(focus);
  if (text) vertical.spec.set('focus', text);
  takeMetadata(vertical, entity, notes);
  return vertical;
}

function started(kind: AdoptedKind, entity: Entity): Draft {
  const made = draft(kind, 'backstage', entity.name, entity.root, { describes: kind === 'Service' });
  made.pointer = refText(entity);
  // Within Backstage nothing else than the whole reference names it.
  made.aliases = [refText(entity)];
  return made;
}

function described(made: Draft, entity: Entity, entities: readonly Entity[], notes: Notes): Draft {
  takeMetadata(made, entity, notes);
  const owner = entity.spec?.get('owner');
  const name = owner && refOf(owner, 'group', entity).name;
  if (owner && name && !made.owner) made.owner = told(name, owner);
  const vertical = made.vertical ?? verticalOf(entity, entities);
  return vertical ? { ...made, vertical } : made;
}

/** The domain of its system. */
function verticalOf(entity: Entity, entities: readonly Entity[]): Stated<string> | undefined {
  const named = entity.spec?.get('system');
  const system = named && refText(refOf(named, 'system', entity));
  const holder = entity.kind === 'system' ? entity : entities.find((each) => refText(each) === system);
  const domain = entity.spec?.get('domain') ?? holder?.spec?.get('domain');
  if (!domain || !holder) return undefined;
  const { name } = refOf(domain, 'domain', holder);
  return judged(name, domain, `the domain of "${holder.name}"`);
}

function takeMetadata(made: Draft, { metadata }: Entity, notes: Notes): void {
  const [title, description] = [toldText(metadata.get('title')), toldText(metadata.get('description'))];
  if (title) made.title = title;
  if (description) made.description = description;
  for (const label of takeTags(made, labelsOf(metadata.get('labels')))) {
    made.labels.set(label.key, told(label.text, label));
  }
  for (const link of metadata.get('links')?.items() ?? []) {
    const [url, words] = [link.get('url')?.text, link.get('title')?.text];
    if (url) made.links.push(told({ ...(words ? { title: words } : {}), url }, link));
  }
  const tags = metadata.get('tags');
  if (tags) notes.unmapped(tags, `Tags for searching have no field: ${tags.texts().join(', ')}.`);
  const annotations = metadata.get('annotations');
  if (annotations)
    notes.unmapped(annotations, `Annotations for Backstage's own tools: ${annotations.keys().join(', ')}.`);
}

function takeDependencies(service: Draft, entity: Entity, notes: Notes): void {
  for (const each of entity.spec?.get('dependsOn')?.items() ?? []) {
    const ref = refOf(each, 'component', entity);
    if (ref.kind !== 'component' && ref.kind !== 'resource') {
      notes.unmapped(each, `A service depends on services; "${refText(ref)}" is none.`);
    } else service.references.push({ field: 'dependsOn', to: 'Service', name: refText(ref), at: each.at });
  }
}

/** `production` says how grown-up it is, not where it runs. */
function takeLifecycle(service: Draft, entity: Entity, notes: Notes): void {
  const lifecycle = entity.spec?.get('lifecycle');
  if (!lifecycle?.text) return;
  service.labels.set('lifecycle', told(lifecycle.text, lifecycle));
  if (environmentOfWord(lifecycle.text)) {
    notes.add(
      'decide',
      lifecycle,
      `"${lifecycle.text}" says how far it has come, not where it runs; it is kept as a label.`,
    );
  }
}

function reportOther({ kind, name, root, spec }: Entity, roots: readonly Located[], notes: Notes): void {
  if (kind === 'group' || kind === 'user') {
    notes.unmapped(root, `"${name}" is an owner: services name it in the tag Owner.`);
    return;
  }
  if (kind !== 'location') {
    notes.unmapped(root, `There is no manifest for a ${kind || 'thing without a kind'} of Backstage.`);
    return;
  }
  const given = new Set(roots.map(({ at }) => at.file));
  for (const target of locationTargets(root, spec)) {
    const path = target.text ?? '';
    if (![...given].some((file) => file.endsWith(path.replace(/^\.\//, '')))) {
      notes.add('refused', target, `It points to "${path}", which was not given; give that file too.`);
    }
  }
}

function locationTargets(root: Located, spec: Located | undefined): Located[] {
  const own = spec?.get('target');
  return [...(own ? [own] : []), ...(spec?.get('targets')?.items() ?? [])].filter(
    ({ at }) => at.file === root.at.file,
  );
}
