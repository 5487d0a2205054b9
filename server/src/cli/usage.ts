import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The command line asks for what cannot be done; the message says what and what to do instead. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** `parseArgs`, for a command. @throws {UsageError} for options that it does not have */
export function parseOptions<const Config extends ParseArgsConfig>(command: string, config: Config) {
  try {
    return parseArgs(config);
  } catch (error) {
    throw misusedOptions(error, command);
  }
}

/** What a command says when `parseArgs` does not understand its options. */
function misusedOptions(error: unknown, command: string): UsageError {
  const reason = (error as Error).message.replace(/\.?$/, '.');
  return new UsageError(`${reason} Run '${command} --help' for the options.`);
}
