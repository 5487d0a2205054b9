import { TabInputText, TabInputTextDiff, type Uri, window } from 'vscode';

/** Closes what is shown of documents that are on no disk, beside another one or alone. */
export async function closeTabs(isOurs: (uri: Uri) => boolean): Promise<void> {
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  await window.tabGroups.close(
    tabs.filter(
      ({ input }) =>
        (input instanceof TabInputText && isOurs(input.uri)) ||
        (input instanceof TabInputTextDiff && isOurs(input.modified)),
    ),
  );
}
