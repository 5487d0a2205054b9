import { commands, type Disposable, Uri } from 'vscode';
import type { ImpactFocus } from '../../../server/src/protocol/impact.ts';
import { Commands } from '../../../server/src/protocol.ts';
import { reportFailures } from '../failures.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { checkText, recheckText } from './checkText.ts';
import { ImpactCheck } from './impactCheck.ts';
import { ReportPanel } from './reportPanel.ts';
import { type CheckedPart, RECHECK, TextFindings } from './textFindings.ts';

/** Impact Check of the workspace, in a report, and of any text, in its editor. */
export function registerImpactCommands(server: HeadyServer, extensionUri: Uri): Disposable[] {
  const check = new ImpactCheck(server);
  const panel = new ReportPanel(check, server, extensionUri);
  const found = new TextFindings(Uri.joinPath(extensionUri, 'docs', 'rules'));
  return [
    check,
    panel,
    found,
    // A lens passes the manifest to show; a menu passes what it is a menu of.
    commands.registerCommand(Commands.impactReport, (target?: unknown) => {
      panel.show(isFocus(target) ? target : undefined);
      return check.start();
    }),
    commands.registerCommand('heady.impact.checkText', (target?: unknown) =>
      reportFailures('The text was not checked', () =>
        checkText(server, found, target instanceof Uri ? target : undefined),
      ),
    ),
    commands.registerCommand(RECHECK, (uri: Uri, part: CheckedPart) =>
      reportFailures('The text was not checked again', () => recheckText(server, found, uri, part)),
    ),
    commands.registerCommand('heady.impact.clearText', () => found.clear()),
  ];
}

function isFocus(target: unknown): target is ImpactFocus {
  return (
    typeof target === 'object' && target !== null && ['uri', 'kind', 'name'].every((key) => key in target)
  );
}
