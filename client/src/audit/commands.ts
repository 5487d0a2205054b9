import { commands, type Disposable, type Uri } from 'vscode';
import type { AuditFilter } from '../../../server/src/protocol/audit.ts';
import type { Gateway } from '../mcp/gateway.ts';
import type { HeadyServer } from '../server/headyServer.ts';
import { AuditPanel } from './auditPanel.ts';
import { callsOf } from './callsOf.ts';

/** Commands that show who did what, through the gateway and in the control plane. */
export function registerAuditCommands(
  server: HeadyServer,
  gateway: Gateway,
  extensionUri: Uri,
): Disposable[] {
  const panel = new AuditPanel(server, gateway, extensionUri);
  return [
    panel,
    commands.registerCommand('heady.audit.show', () => panel.show()),
    commands.registerCommand('heady.audit.showCalls', (target?: unknown) => {
      const filter: AuditFilter = callsOf(target);
      panel.show({ log: 'calls', filter });
    }),
  ];
}
