import type { Connection } from 'vscode-languageserver';
import { type KnownThing, ScaffoldMethods, type ScaffoldParams } from '../../protocol/scaffold.ts';
import type { TemplateLibrary } from '../../templates/templateLibrary.ts';
import { knownNames, scaffoldChoices } from './choices.ts';
import type { ScaffoldParts } from './scaffolder.ts';

/**
 * Answers what "New Heady Service" and its siblings ask. What they offer and judge by is the whole workspace, so they
 * wait until that has been read; templates and their engine are loaded when first asked for.
 *
 * @returns the templates, for whoever else needs them
 */
export function listenForScaffold(
  connection: Connection,
  parts: () => ScaffoldParts,
): () => Promise<TemplateLibrary> {
  let loading: Promise<import('./scaffolder.ts').Scaffolder> | undefined;
  const scaffolder = () => {
    loading ??= import('./scaffolder.ts').then(({ Scaffolder }) => new Scaffolder(parts()));
    return loading;
  };
  connection.onRequest(ScaffoldMethods.templates, async () => {
    // The settings, which name sources, are known by then.
    await parts().session.indexed();
    return (await scaffolder()).templates();
  });
  connection.onRequest(ScaffoldMethods.choices, async ({ vertical }: { vertical?: string }) => {
    await parts().session.indexed();
    return scaffoldChoices(parts().session.project.catalog, vertical);
  });
  connection.onRequest(ScaffoldMethods.known, async ({ thing }: { thing: KnownThing }) => {
    await parts().session.indexed();
    return knownNames(parts().session.project.catalog, thing);
  });
  connection.onRequest(ScaffoldMethods.check, async (params: ScaffoldParams) => {
    await parts().session.indexed();
    return (await scaffolder()).check(params);
  });
  connection.onRequest(ScaffoldMethods.preview, async (params: ScaffoldParams) => {
    await parts().session.indexed();
    return (await scaffolder()).preview(params);
  });
  return async () => (await scaffolder()).library;
}
