import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { runCommand, type Theme, uiTest } from './harness.ts';

const widget = (page: Page) => page.locator('.quick-input-widget');
const step = (page: Page, words: string) => widget(page).getByText(words).waitFor();
const choose = async (page: Page, label: string) => {
  await widget(page).locator('.monaco-list-row', { hasText: label }).first().click();
};

const written = (file: string) => existsSync(file) && readFileSync(file, 'utf8') !== '';

for (const theme of ['light', 'dark', 'high-contrast'] satisfies Theme[]) {
  uiTest('New Heady Service asks, checks, previews and writes', { theme }, async (workbench) => {
    const { page, folder, screenshot } = workbench;
    const readme = theme !== 'high-contrast';
    const project = join(folder, 'services', 'impact', 'volunteer-desk');
    const file = join(project, 'test.heady.yaml');
    // One file is there already, and differs.
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, 'README.md'), '# Volunteer desk\n\nOurs.\n');
    await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
    await runCommand(page, 'Heady: New Heady Service');

    await step(page, '(1/8)');
    await choose(page, 'Test');
    await step(page, '(2/8)');
    await choose(page, 'impact');
    await step(page, '(3/8)');
    await page.keyboard.type('Volunteer Desk');
    await widget(page).locator('.quick-input-message').getByText('must be lower-case').waitFor();
    await screenshot('new-service-name', { readme });
    await page.keyboard.press('Enter');
    await step(page, '(3/8)');
    await widget(page).locator('input').fill('volunteer-desk');
    await page.keyboard.press('Enter');
    await step(page, '(4/8)');
    await page.keyboard.press('Enter');
    await step(page, '(5/8)');
    await screenshot('new-service-sensitivity');
    await page.keyboard.press('Enter');
    await step(page, '(6/8)');
    await page.keyboard.press('Enter');

    await step(page, '(7/8)');
    await widget(page).getByText('Go HTTP service').waitFor();
    await screenshot('new-service-template');
    await page.keyboard.type('TypeScript HTTP');
    await choose(page, 'TypeScript HTTP service');
    await step(page, '(8/9)');
    await widget(page).getByText('Go through them').waitFor();
    await screenshot('new-service-defaults');
    await choose(page, 'Leave the rest as it is');

    await step(page, '(9/9)');
    await page.locator('.editor-instance').getByText('test-impact-volunteer-desk').first().waitFor();
    await widget(page).getByText('yours is kept').first().waitFor();
    await screenshot('new-service-preview', { readme });
    assert.equal(existsSync(file), false);

    await choose(page, 'README.md');
    await widget(page).getByText("Take the template's").waitFor();
    await page.locator('.editor-instance .diffEditor, .diff-editor, .monaco-diff-editor').first().waitFor();
    await screenshot('new-service-conflict');
    await choose(page, 'Keep yours');
    await widget(page)
      .locator('.monaco-list-row', { hasText: /^Create \d+ files/ })
      .waitFor();
    await choose(page, 'Create ');
    await page.locator('.tab.active', { hasText: 'test.heady.yaml' }).waitFor();
    await widget(page).waitFor({ state: 'hidden' });
    await page.locator('.notification-toast', { hasText: 'test-impact-volunteer-desk is made' }).waitFor();
    await screenshot('new-service-made');
    // The tab is there before the disk has the file.
    for (let tries = 0; !written(file) && tries < 100; tries++) await page.waitForTimeout(100);
    assert.match(readFileSync(file, 'utf8'), /name: test-impact-volunteer-desk/);
    assert.match(readFileSync(join(project, 'README.md'), 'utf8'), /Ours/);
  });
}

uiTest(
  'New Heady Service goes back, keeps what was answered, and leaves nothing when cancelled',
  {},
  async (workbench) => {
    const { page, folder } = workbench;
    await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
    await runCommand(page, 'Heady: New Heady Service');
    await step(page, '(1/8)');
    await widget(page).locator('.monaco-list-row[aria-label^="Prod"]').click();
    await step(page, '(2/8)');
    await choose(page, 'health');
    await step(page, '(3/8)');
    await page.keyboard.type('triage');
    await widget(page).locator('.quick-input-left-action-bar .action-label').click();
    await step(page, '(2/8)');
    await page.keyboard.press('Enter');
    await step(page, '(3/8)');
    await widget(page).getByText('prod-health-').waitFor();
    await page.keyboard.press('Escape');
    await widget(page).waitFor({ state: 'hidden' });
    assert.equal(existsSync(join(folder, 'services', 'health', 'triage')), false);
  },
);

uiTest("New Agent asks the template's own questions, by keyboard alone", {}, async (workbench) => {
  const { page, folder, screenshot } = workbench;
  const file = join(folder, 'agents', 'shift-planner.heady.yaml');
  const enter = async (shown: string, typed = '') => {
    await step(page, shown);
    if (typed !== '') await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
  };
  await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
  await runCommand(page, 'Heady: New Agent');
  await enter('(1/7)', 'impact');
  await enter('(2/7)', 'shift-planner');
  await enter('(3/7)');
  await enter('(4/7)', 'internal');
  await enter('(5/7)', 'Plans the shifts of volunteers.');
  await enter('(6/7)', 'Go through');
  // Whom it answers to is asked of every level but the first.
  await step(page, '(7/11)');
  await page.keyboard.type('L0');
  await page.keyboard.press('Enter');
  await step(page, '(8/10)');
  await widget(page).locator('.quick-input-left-action-bar .action-label').click();
  await step(page, '(7/10)');
  await page.keyboard.type('bmad');
  await page.keyboard.press('Enter');
  await enter('(8/11)');
  await enter('(9/11)');
  await step(page, '(10/11)');
  await page.keyboard.type('Planning, ');
  await widget(page).locator('.quick-input-message').getByText('must match').waitFor();
  await screenshot('new-agent-skills');
  await widget(page).locator('input').fill('planning, rosters');
  await page.keyboard.press('Enter');
  await step(page, '(11/11)');
  await page.locator('.editor-instance').getByText('shift-planner').first().waitFor();
  assert.equal(existsSync(file), false);
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: 'shift-planner.heady.yaml' }).waitFor();
  for (let tries = 0; !written(file) && tries < 100; tries++) await page.waitForTimeout(100);
  assert.match(readFileSync(file, 'utf8'), /skills: \[planning, rosters\]/);
});

uiTest(
  'New Heady Service overwrites a file only where it is told to, and an undo brings it back',
  {},
  async (workbench) => {
    const { page, folder } = workbench;
    const project = join(folder, 'services', 'impact', 'volunteer-desk');
    const file = join(project, 'dev.heady.yaml');
    mkdirSync(project, { recursive: true });
    writeFileSync(file, '# ours\n');
    await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
    await runCommand(page, 'Heady: New Heady Service');
    for (const [shown, typed] of [
      ['(1/8)', 'Dev'],
      ['(2/8)', 'impact'],
      ['(3/8)', 'volunteer-desk'],
      ['(4/8)', ''],
      ['(5/8)', 'internal'],
      ['(6/8)', 'Plans the shifts of volunteers.'],
      ['(7/8)', 'Manifest only'],
    ] as const) {
      await step(page, shown);
      if (typed !== '') await page.keyboard.type(typed);
      await page.keyboard.press('Enter');
    }
    await widget(page).getByText('Open the existing file').waitFor();
    await choose(page, 'yours is kept');
    await widget(page).getByText("Take the template's").waitFor();
    await choose(page, "Take the template's");
    await widget(page).getByText('Write 1 file').waitFor();
    assert.equal(readFileSync(file, 'utf8'), '# ours\n');
    await choose(page, 'Write 1 file');
    await widget(page).waitFor({ state: 'hidden' });
    await page.locator('.editor-instance').getByText('dev-impact-volunteer-desk').first().waitFor();
    for (let tries = 0; readFileSync(file, 'utf8') === '# ours\n' && tries < 100; tries++)
      await page.waitForTimeout(100);
    assert.match(readFileSync(file, 'utf8'), /name: dev-impact-volunteer-desk/);
    await page.locator('.editor-instance .view-lines').first().click();
    await page.keyboard.press('Control+z');
    await page.locator('.editor-instance').getByText('# ours').first().waitFor();
  },
);
