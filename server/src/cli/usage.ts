/** The command line asks for what cannot be done; the message says what and what to do instead. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** What a command says when `parseArgs` does not understand its options. */
export function misusedOptions(error: unknown, command: string): UsageError {
  const reason = (error as Error).message.replace(/\.?$/, '.');
  return new UsageError(`${reason} Run '${command} --help' for the options.`);
}
