import type { Connection } from 'vscode-languageserver';
import { ScaffoldMethods, type ScaffoldParams } from '../../protocol/scaffold.ts';
import type { Session } from '../session.ts';
import { scaffoldChoices } from './choices.ts';

/**
 * Answers what "New Heady Service" and its siblings ask. What they offer and judge by is the whole workspace, so they
 * wait until that has been read; templates and their engine are loaded when first asked for.
 */
export function listenForScaffold(connection: Connection, session: () => Session): void {
  let loading: Promise<import('./scaffolder.ts').Scaffolder> | undefined;
  const scaffolder = () => {
    loading ??= import('./scaffolder.ts').then(({ Scaffolder }) => new Scaffolder(session()));
    return loading;
  };
  connection.onRequest(ScaffoldMethods.templates, async () => (await scaffolder()).templates());
  connection.onRequest(ScaffoldMethods.choices, async ({ vertical }: { vertical?: string }) => {
    await session().indexed();
    return scaffoldChoices(session().project.catalog, vertical);
  });
  connection.onRequest(ScaffoldMethods.check, async (params: ScaffoldParams) => {
    await session().indexed();
    return (await scaffolder()).check(params);
  });
  connection.onRequest(ScaffoldMethods.preview, async (params: ScaffoldParams) => {
    await session().indexed();
    return (await scaffolder()).preview(params);
  });
}
