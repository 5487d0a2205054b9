import { commands, type Disposable } from 'vscode';
import type { AuditFilter } from '../../../server/src/protocol/audit.ts';
import { AuditPanel, type AuditParts } from './auditPanel.ts';
import { callsOf } from './callsOf.ts';

/** Commands that show who did what, through the gateway and in the control plane. */
export function registerAuditCommands(parts: AuditParts): Disposable[] {
  const panel = new AuditPanel(parts);
  return [
    panel,
    commands.registerCommand('heady.audit.show', () => panel.show()),
    commands.registerCommand('heady.audit.showCalls', (target?: unknown) => {
      const filter: AuditFilter = callsOf(target);
      panel.show({ log: 'calls', filter });
    }),
  ];
}
