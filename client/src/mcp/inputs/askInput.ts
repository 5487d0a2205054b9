import { window } from 'vscode';
import type { ServerInput } from '../../../../server/src/protocol/gatewayInputs.ts';

/** Asks the person for what a `mcp.json` wants to know. @param server who needs it @returns undefined where they leave */
export async function askInput(server: string, input: ServerInput): Promise<string | undefined> {
  const { id, type, description = id, options = [], password } = input;
  const title = `MCP server ${server}`;
  if (type === 'pickString') {
    const items = options.map((label) => ({
      label,
      ...(label === input.default ? { description: '(default)' } : {}),
    }));
    return (await window.showQuickPick(items, { title, placeHolder: description, ignoreFocusOut: true }))
      ?.label;
  }
  return await window.showInputBox({
    title,
    password,
    prompt: `${description}. It is kept in the editor's secret storage, for this file alone.`,
    ignoreFocusOut: true,
    ...(input.default === undefined ? {} : { value: input.default }),
    validateInput: (value) => (value === '' ? 'Say what it is, or leave with Escape.' : undefined),
  });
}
