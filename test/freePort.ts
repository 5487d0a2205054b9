import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * A port for a program that must be told one. It is none of those that systems give to whoever asks for any, nor to
 * connections that go out: between now and the program's start nobody is given it.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 1; attempt <= 100; attempt++) {
    const port = randomInt(10_000, 32_000);
    if (await isFree(port)) return port;
  }
  throw new Error('No port is free.');
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
