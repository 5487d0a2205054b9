import type { Catalog } from '../../catalog/catalog.ts';
import { imageVersions } from '../../language/images.ts';
import type { KnownThing, ScaffoldChoices } from '../../protocol/scaffold.ts';

/** What the wizard can offer from workspace and control plane; the owner of a chosen vertical where git names none. */
export function scaffoldChoices(catalog: Catalog, vertical: string | undefined): ScaffoldChoices {
  const verticals = catalog.verticals().map((name) => {
    const manifest = catalog.declarations('Vertical', name)[0]?.document;
    const focus = manifest?.statedText(['spec', 'focus']);
    const maxSensitivity = manifest?.statedText(['spec', 'maxDataSensitivity']);
    return { name, ...(focus ? { focus } : {}), ...(maxSensitivity ? { maxSensitivity } : {}) };
  });
  const defaultOwner = catalog.likelyOwner(vertical);
  return { verticals, owners: [...catalog.owners()], ...(defaultOwner ? { defaultOwner } : {}) };
}

/** More than that nobody looks through; another name can be typed. */
const MOST = 1_000;

/** What there is of a thing that a template asks for, by name. */
export function knownNames(catalog: Catalog, thing: KnownThing): string[] {
  return [...new Set(namesOf(catalog, thing))].sort().slice(0, MOST);
}

function namesOf(catalog: Catalog, thing: KnownThing): string[] {
  const names = (kind: string) => catalog.knownOf(kind).map(({ name }) => name);
  switch (thing) {
    case 'image':
      return imageVersions({ catalog })
        .filter(({ isReady }) => isReady)
        .map(({ name, version }) => `${name}@${version}`);
    case 'service':
      return names('Service').flatMap((name) => /^(?:dev|test|stage|prod)-(.+)$/.exec(name)?.[1] ?? []);
    case 'agent':
      return names('Agent');
    case 'workspace':
      return names('Workspace');
    default:
      return [];
  }
}
