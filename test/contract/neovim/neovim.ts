import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SERVER } from '../languageServer/lspClient.ts';

const DRIVER = fileURLToPath(new URL('driver.lua', import.meta.url));
const EDITOR = process.env.NVIM_PATH ?? 'nvim';
const INSTALL =
  'Neovim is needed: it is the foreign LSP client these tests use. Install it (Debian and Ubuntu: apt-get install ' +
  'neovim; macOS: brew install neovim) or set NVIM_PATH to one.';
/** A whole run, in ms. Within it the driver gives each step its own time. */
const TIME_LIMIT = 240_000;

/** A step of driver.lua and what it is given. */
export type Step = [step: string, ...args: unknown[]];

/**
 * Lets Neovim take the steps in a workspace folder, with none of its user's configuration.
 *
 * @returns what each step showed, null for one that shows nothing
 * @throws {Error} where Neovim is missing, a step fails, or time is up
 */
export async function neovim(folder: string, steps: readonly Step[]): Promise<unknown[]> {
  const home = mkdtempSync(join(tmpdir(), 'heady-neovim-'));
  try {
    const answers = join(home, 'answers.json');
    writeFileSync(join(home, 'steps.json'), JSON.stringify(steps));
    await run(home, {
      HEADY_NODE: process.execPath,
      HEADY_SERVER: SERVER,
      HEADY_FOLDER: folder,
      HEADY_STEPS: join(home, 'steps.json'),
      HEADY_ANSWERS: answers,
    });
    const result = JSON.parse(readFileSync(answers, 'utf8')) as unknown[] | { error: string };
    if (!Array.isArray(result)) throw new Error(`Neovim: ${result.error}`);
    return result;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function run(home: string, env: Record<string, string>): Promise<void> {
  const places = ['CONFIG', 'DATA', 'STATE', 'CACHE'].map((place) => [`XDG_${place}_HOME`, home]);
  const child = spawn(EDITOR, ['--clean', '--headless', '-n', '-S', DRIVER], {
    env: { ...process.env, ...Object.fromEntries(places), ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: TIME_LIMIT,
  });
  let told = '';
  child.stderr.on('data', (text) => {
    told += text;
  });
  const code = await new Promise<number | null>((ended, failed) => {
    child.once('error', (cause: NodeJS.ErrnoException) => {
      const missing = cause.code === 'ENOENT';
      failed(new Error(missing ? INSTALL : `Neovim did not start: ${cause.message}`));
    });
    child.once('close', ended);
  });
  if (code !== 0) throw new Error(`Neovim ended with ${code ?? 'a signal'}. ${told}`);
}
