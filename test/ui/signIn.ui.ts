import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { uiTest } from './harness.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/controlPlane.js', import.meta.url));
const TOKEN = 'a-token-of-the-ui-tests-0123456789abcdef';

const item = (page: Page) => page.locator('.statusbar-item[id="heady-systems.heady.heady.environment"]');
const row = (page: Page, text: string) => page.locator('.monaco-list-row', { hasText: text });

/** A control plane that asks for a token. */
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

uiTest(
  'an environment of its own is signed in to from the tree',
  {},
  async ({ page, folder, screenshot }) => {
    await using plane = await controlPlane(folder);
    const settings = join(folder, '.vscode/settings.json');
    const text = await readFile(settings, 'utf8');
    const stated = '"test": { "controlPlane": "embedded" }';
    assert.ok(text.includes(stated));
    await writeFile(settings, text.replace(stated, `"test": { "controlPlane": ["${plane.origin}"] }`));

    await page.getByRole('tab', { name: 'Heady' }).first().click();
    await item(page).getByText('Dev').click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Shared, CI targets' }).click();
    await row(page, 'Signed out of Test').waitFor();
    await screenshot('environment-signed-out');
    await row(page, 'Signed out of Test').click();
    const input = page.locator('.quick-input-widget input');
    await input.waitFor();
    assert.equal(await input.getAttribute('type'), 'password');
    await input.fill(TOKEN);
    await page.keyboard.press('Enter');
    await row(page, 'Signed out of Test').waitFor({ state: 'detached' });
    await row(page, 'not registered').first().waitFor();
    await screenshot('environment-signed-in');
  },
);
