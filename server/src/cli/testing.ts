import type { Terminal } from './terminal.ts';

/** A terminal that keeps what is written to it. @param columns makes it a TTY of that width */
export function fakeTerminal(
  cwd: string,
  { input = '', columns }: { input?: string | Uint8Array; columns?: number | undefined } = {},
): Terminal & { written: { stdout: string; stderr: string } } {
  const written = { stdout: '', stderr: '' };
  return {
    written,
    stdin: (async function* () {
      yield input;
    })(),
    stdout: {
      write: (text) => (written.stdout += text),
      ...(columns === undefined ? {} : { isTTY: true, columns }),
    },
    stderr: { write: (text) => (written.stderr += text) },
    env: {},
    cwd: () => cwd,
  };
}
