/** `heady`, in whatever folder and as whatever package, and as it lies in its own build. */
const PROGRAM = /(?:^|[\\/])(?:heady(?:\.(?:cmd|exe|js|ps1))?|heady@[^\\/]*|dist[\\/]cli\.js)$/i;
/** As a shell is told it. */
const SPOKEN = /(?:^|[\s;&|'"\\/])(?:heady(?:\.cmd)?|cli\.js)['"]?\s+gateway(?:\s|['"]|$)/i;

/** Whether a command line starts a gateway: one that served it would serve itself, and that one again. */
export function startsGateway(command: string, args: readonly string[]): boolean {
  const words = [command, ...args];
  return words.some(
    (word, at) => SPOKEN.test(word) || (PROGRAM.test(word) && words[at + 1]?.toLowerCase() === 'gateway'),
  );
}
