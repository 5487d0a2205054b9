/** The command line asks for what cannot be done; the message says what and what to do instead. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
