import { Disposable, languages, workspace } from 'vscode';
import { manifestSelector } from '../server/manifestSelector.ts';

/** Calls back when the text of a manifest changes, in an editor or on disk, or one comes or goes. */
export function watchManifests(onChange: () => void): Disposable {
  const watcher = workspace.createFileSystemWatcher('**/{*.heady,heady}.{yaml,yml,json}');
  const folder = workspace.createFileSystemWatcher('**/.heady/**/*.{yaml,yml}');
  const watchers = [watcher, folder].flatMap((each) => [
    each,
    each.onDidChange(onChange),
    each.onDidCreate(onChange),
    each.onDidDelete(onChange),
  ]);
  return Disposable.from(
    ...watchers,
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && languages.match(manifestSelector(), document) > 0) onChange();
    }),
  );
}
