import type { Catalog } from '../../catalog/catalog.ts';
import type { ScaffoldChoices } from '../../protocol/scaffold.ts';

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
