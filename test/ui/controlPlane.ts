import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../dist/controlPlane.js', import.meta.url));

/** What it lets in who shows. */
export const TOKEN = 'a-token-of-the-ui-tests-0123456789abcdef';

/** A control plane that asks for a token. @param folder of the workspace; its store is beside it */
export async function controlPlane(folder: string) {
  const store = `sqlite:${join(folder, '..', 'catalog.db')}`;
  const child = spawn(process.execPath, [PROGRAM, '--http', '127.0.0.1:0', '--store', store], {
    env: { PATH: process.env.PATH, HEADY_CONTROL_PLANE_TOKEN: TOKEN },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const origin = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (line.includes('"listening"')) resolve(`http://127.0.0.1:${JSON.parse(line).port}`);
    });
    child.once('close', (code) => reject(new Error(`The control plane ended with ${code}.`)));
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  return {
    origin,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
