import { type Entity, refText } from './backstageEntities.ts';
import { resolved } from './composeFiles.ts';
import { type Draft, draft, judged, told } from './draft.ts';
import type { Notes } from './notes.ts';

const TYPES: Readonly<Record<string, 'rest' | 'graphql' | 'grpc'>> = {
  openapi: 'rest',
  graphql: 'graphql',
  grpc: 'grpc',
};

const LIFECYCLES: ReadonlySet<string> = new Set(['experimental', 'production', 'deprecated']);

/** An API; which service provides it, its component says. */
export function backstageApi(entity: Entity, notes: Notes): Draft {
  const api = draft('Api', 'backstage', entity.name, entity.root);
  api.pointer = refText(entity);
  api.aliases = [refText(entity)];
  const { spec } = entity;
  const type = spec?.get('type');
  const word = type?.text?.toLowerCase() ?? '';
  if (type && Object.hasOwn(TYPES, word)) {
    api.spec.set('type', judged(TYPES[word] ?? 'rest', type, `"${type.text}" is so called here`));
  } else if (type)
    notes.add('decide', type, `"${type.text}" is none of rest, graphql and grpc; state spec.type.`);
  takeDefinition(api, entity, notes);
  const lifecycle = spec?.get('lifecycle');
  if (lifecycle?.text && LIFECYCLES.has(lifecycle.text))
    api.spec.set('lifecycle', told(lifecycle.text, lifecycle));
  else if (lifecycle) notes.unmapped(lifecycle, 'It is none of experimental, production and deprecated.');
  return api;
}

/** A definition by reference; one that is written out has to become a file first. */
function takeDefinition(api: Draft, { spec }: Entity, notes: Notes): void {
  const definition = spec?.get('definition');
  if (!definition) return;
  const reference = ['$text', '$openapi', '$json', '$yaml'].flatMap((key) => definition.get(key) ?? [])[0];
  if (!reference?.text) {
    notes.add(
      'decide',
      definition,
      'It is written out within the descriptor; put it into a file of its own and name that in spec.definition.',
    );
    return;
  }
  const isUrl = /^[a-z][a-z0-9+.-]*:/i.test(reference.text);
  // From the root of the workspace for now: where the manifest goes is settled later.
  const target = isUrl ? reference.text : resolved(reference.at.file, reference.text);
  api.spec.set('definition', told(target, reference));
}
