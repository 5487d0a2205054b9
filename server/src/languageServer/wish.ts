import type { Connection } from 'vscode-languageserver';

/**
 * Waits for something that the client may grant or refuse. A refusal is written to its log and costs nothing else:
 * left alone, the rejected promise would end the process.
 */
export async function wish<T>(connection: Connection, asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    connection.console.warn(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}
