import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../dist/controlPlane.js', import.meta.url));

/** What it lets in who shows. */
export const TOKEN = 'a-token-of-the-ui-tests-0123456789abcdef';

/** A control plane of Test that asks for a token. @param folder of the workspace, whose settings name it from then on */
export async function controlPlaneOfTest(folder: string): Promise<AsyncDisposable> {
  const plane = await controlPlane(folder);
  const settings = join(folder, '.vscode/settings.json');
  const text = await readFile(settings, 'utf8');
  const stated = '"test": { "controlPlane": "embedded" }';
  assert.ok(text.includes(stated));
  await writeFile(settings, text.replace(stated, `"test": { "controlPlane": ["${plane.origin}"] }`));
  return plane;
}

/** A control plane that asks for a token. Its store is beside the folder. */
async function controlPlane(folder: string) {
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
