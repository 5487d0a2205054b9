import { CancellationError, window } from 'vscode';

/**
 * Runs what a command does. When it fails the user reads what failed and why; a cancelled one says nothing.
 *
 * @returns undefined when it failed
 */
export async function reportFailures<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof CancellationError)) void window.showErrorMessage(`${what}: ${wordsOf(cause)}`);
    return undefined;
  }
}

/** The message of whatever was thrown. */
export function wordsOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
