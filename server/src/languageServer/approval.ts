import type { Connection } from 'vscode-languageserver';

const APPROVE = { title: 'Approve' };
const DECLINE = { title: 'Decline' };

/** Puts a control plane's question to the person at the editor. An editor that shows it to nobody has declined. */
export async function approved(connection: Connection, message: string): Promise<boolean> {
  const question = `The control plane asks you to approve: ${message}`;
  const choice = await connection.window
    .showWarningMessage(question, APPROVE, DECLINE)
    .catch(() => undefined);
  return choice?.title === APPROVE.title;
}
