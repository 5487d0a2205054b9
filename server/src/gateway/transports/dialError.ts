/** What is refused to be dialled, in the words of whoever reads it. */
export class DialError extends Error {
  override readonly name = 'DialError';
}
