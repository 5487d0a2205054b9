import { stat } from 'node:fs/promises';
import { URI, Utils } from 'vscode-uri';
import type { Catalog } from '../catalog/catalog.ts';
import { isOnDisk } from '../catalog/workspaceLoader.ts';
import type {
  ScaffoldAnswers,
  ScaffoldCheckParams,
  ScaffoldChoices,
  ScaffoldPreview,
  ScaffoldProblem,
} from '../protocol.ts';
import { checkAnswers } from '../scaffold/check.ts';
import { serviceManifest, serviceName, servicePath } from '../scaffold/serviceManifest.ts';

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

export function scaffoldCheck(catalog: Catalog, { folder, answers }: ScaffoldCheckParams): ScaffoldProblem[] {
  return checkAnswers(answers, catalog, { uri: `${folder}/new-service.heady.yaml`, index: 0 });
}

/** The files that would be written, and whether something is already there. Writes nothing. */
export async function scaffoldPreview(
  catalog: Catalog,
  { folder, answers }: { folder: string; answers: ScaffoldAnswers },
): Promise<ScaffoldPreview> {
  const relativePath = servicePath(answers);
  const uri = Utils.joinPath(URI.parse(folder), relativePath);
  return {
    name: serviceName(answers),
    files: [{ uri: uri.toString(), relativePath, text: serviceManifest(answers), exists: await exists(uri) }],
    problems: checkAnswers(answers, catalog, { uri: uri.toString(), index: 0 }),
  };
}

/** For what is on no disk nobody can say here; the editor overwrites nothing, whatever is answered. */
async function exists(uri: URI): Promise<boolean> {
  if (!isOnDisk(uri.toString())) return false;
  try {
    await stat(uri.fsPath);
    return true;
  } catch {
    return false;
  }
}
