import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { eventually, runCommand, uiTest } from './harness.ts';

const COMPOSE = `services:
  seedbank:
    image: registry.example/seedbank:1.2.0
    depends_on: [seedbank-db]
    environment: { DB_PASSWORD: hunter2hunter2 }
  seedbank-db:
    image: postgres:16.4
`;

const widget = (page: Page) => page.locator('.quick-input-widget');
const step = (page: Page, words: string) => widget(page).getByText(words).first().waitFor();
const choose = async (page: Page, label: string) => {
  await widget(page).locator('.monaco-list-row', { hasText: label }).first().click();
};
const written = (file: string) => existsSync(file) && readFileSync(file, 'utf8') !== '';

const prepare = async (folder: string) => {
  mkdirSync(join(folder, 'legacy'));
  writeFileSync(join(folder, 'legacy', 'docker-compose.yml'), COMPOSE);
};

// It only reads and writes data, so it asks for no trust.
const options = { trusted: false, prepare };

uiTest('Adopt Existing Services finds, asks, previews and writes', options, async (workbench) => {
  const { page, folder, screenshot } = workbench;
  const file = join(folder, 'services', 'impact', 'seedbank', 'dev.heady.yaml');
  await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
  await runCommand(page, 'Heady: Adopt Existing Services...');

  await step(page, 'Adopt Existing Services');
  await widget(page).locator('.monaco-list-row', { hasText: 'docker-compose.yml' }).waitFor();
  await page.keyboard.press('Enter');
  await step(page, '(1/4)');
  await choose(page, 'dev');
  await step(page, '(2/4)');
  await choose(page, 'impact');
  await step(page, '(3/4)');
  await choose(page, 'team-donors');
  await step(page, '(4/4)');
  await screenshot('adopt-sensitivity');
  await choose(page, 'internal');

  await step(page, 'Adopt Existing Services: Preview');
  await page.locator('.editor-instance').getByText('Adopted services').first().waitFor();
  await screenshot('adopt-report');
  await page.keyboard.press('ArrowDown');
  await page.locator('.editor-instance').getByText('adopted-from').first().waitFor();
  await screenshot('adopt-preview');
  assert.equal(existsSync(file), false);
  await page.keyboard.press('Enter');
  await widget(page).waitFor({ state: 'hidden' });
  await eventually('the manifest being written', () => written(file));
  const text = readFileSync(file, 'utf8');
  assert.match(text, /name: dev-impact-seedbank\n/);
  assert.doesNotMatch(text, /hunter2/);
});
