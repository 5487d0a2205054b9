import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { runCommand, type Theme, uiTest } from './harness.ts';

const widget = (page: Page) => page.locator('.quick-input-widget');
const step = (page: Page, words: string) => widget(page).getByText(words).waitFor();
const choose = async (page: Page, label: string) => {
  await widget(page).locator('.monaco-list-row', { hasText: label }).first().click();
};

const written = (file: string) => existsSync(file) && readFileSync(file, 'utf8') !== '';

for (const theme of ['light', 'dark'] satisfies Theme[]) {
  uiTest('New Heady Service asks, checks, previews and writes', { theme }, async (workbench) => {
    const { page, folder, screenshot } = workbench;
    const file = join(folder, 'services', 'impact', 'volunteer-desk', 'test.heady.yaml');
    await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
    await runCommand(page, 'Heady: New Heady Service');

    await step(page, '(1/7)');
    await choose(page, 'Test');
    await step(page, '(2/7)');
    await choose(page, 'impact');
    await step(page, '(3/7)');
    await page.keyboard.type('Volunteer Desk');
    await widget(page).locator('.quick-input-message').getByText('must be lower-case').waitFor();
    await screenshot('new-service-name', { readme: true });
    await page.keyboard.press('Enter');
    await step(page, '(3/7)');
    await widget(page).locator('input').fill('volunteer-desk');
    await page.keyboard.press('Enter');
    await step(page, '(4/7)');
    await page.keyboard.press('Enter');
    await step(page, '(5/7)');
    await screenshot('new-service-sensitivity');
    await page.keyboard.press('Enter');
    await step(page, '(6/7)');
    await page.keyboard.press('Enter');

    await step(page, '(7/7)');
    await page.locator('.editor-instance').getByText('test-impact-volunteer-desk').waitFor();
    await screenshot('new-service-preview', { readme: true });
    assert.equal(existsSync(file), false);
    await choose(page, 'Create test-impact-volunteer-desk');
    await page.locator('.tab.active', { hasText: 'test.heady.yaml' }).waitFor();
    await widget(page).waitFor({ state: 'hidden' });
    // The tab is there before the disk has the file.
    for (let tries = 0; !written(file) && tries < 50; tries++) await page.waitForTimeout(100);
    assert.match(readFileSync(file, 'utf8'), /name: test-impact-volunteer-desk/);
  });
}

uiTest(
  'New Heady Service goes back, keeps what was answered, and leaves nothing when cancelled',
  {},
  async (workbench) => {
    const { page, folder } = workbench;
    await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
    await runCommand(page, 'Heady: New Heady Service');
    await step(page, '(1/7)');
    await widget(page).locator('.monaco-list-row[aria-label^="Prod"]').click();
    await step(page, '(2/7)');
    await choose(page, 'health');
    await step(page, '(3/7)');
    await page.keyboard.type('triage');
    await widget(page).locator('.quick-input-left-action-bar .action-label').click();
    await step(page, '(2/7)');
    await page.keyboard.press('Enter');
    await step(page, '(3/7)');
    await widget(page).getByText('prod-health-').waitFor();
    await page.keyboard.press('Escape');
    await widget(page).waitFor({ state: 'hidden' });
    assert.equal(existsSync(join(folder, 'services', 'health', 'triage')), false);
  },
);
