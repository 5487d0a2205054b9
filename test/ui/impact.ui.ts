import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { accessibilityProblems } from './axe.ts';
import { eventually, openFile, pointUntil, runCommand, type Theme, uiTest, writeUntil } from './harness.ts';

const themes = ['light', 'dark', 'high-contrast'] satisfies Theme[];

const pageOf = (page: Page) => page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

/** The report, once it shows a result. */
async function openReport(page: Page) {
  await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
  await runCommand(page, 'Heady: Impact Check Workspace');
  const report = pageOf(page);
  await report.getByText('Checked at').waitFor();
  return report;
}

async function problemsOf(page: Page): Promise<string[]> {
  const body = await pageOf(page).locator('body').elementHandle();
  const frame = await body?.ownerFrame();
  assert.ok(frame, 'the report has no frame');
  return accessibilityProblems(frame);
}

for (const theme of themes) {
  uiTest('Impact Check reports on the workspace', { theme, sample: 'broken' }, async (workbench) => {
    const { page, folder, screenshot } = workbench;
    const report = await openReport(page);
    await screenshot('impact-report', { readme: true });
    assert.deepEqual(await problemsOf(page), []);

    await report.getByRole('tab', { name: 'Exempted' }).click();
    await report.getByText('Housing for Older Persons Act').first().waitFor();
    await screenshot('impact-exempted');
    await page.keyboard.press('ArrowLeft');
    await report.getByRole('tab', { name: 'Findings', selected: true }).waitFor();

    await report.getByLabel('Rule', { exact: true }).selectOption('impact/proxy-attribute');
    await report.getByRole('heading', { name: 'impact/proxy-attribute' }).waitFor();
    assert.equal(await report.getByRole('heading', { name: 'impact/exclusionary-language' }).count(), 0);
    await screenshot('impact-filtered');
    await report.getByLabel('Text', { exact: true }).fill('nobody writes this');
    await report.getByText('Nothing passes the filter').waitFor();
    await screenshot('impact-nothing-passes');
    assert.deepEqual(await problemsOf(page), []);
    await report.getByRole('button', { name: 'Clear filter' }).first().click();

    await report.getByRole('button', { name: 'impact.exclusionary-language.heady.yaml:5:' }).click();
    await page.locator('.tab.active', { hasText: 'impact.exclusionary-language' }).waitFor();
    await page.locator('.codelens-decoration', { hasText: 'Impact: 5 findings' }).waitFor();
    await screenshot('impact-place');

    const notice = report.locator('.notice', { hasText: 'Manifests changed since this was checked.' });
    await writeUntil(join(folder, 'new.heady.yaml'), 'kind: Service\n', notice);
    await screenshot('impact-stale');
    assert.deepEqual(await problemsOf(page), []);
    await report.getByRole('button', { name: 'Run again' }).last().click();
    await notice.waitFor({ state: 'hidden' });
  });

  const prepare = (folder: string) =>
    writeFile(join(folder, 'letter.md'), '# Partners\n\nEach partner keeps a whitelist of hosts.\n');
  uiTest('Impact Check of a text on demand', { theme, prepare }, async ({ page, screenshot }) => {
    await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
    await openFile(page, 'letter.md');
    await runCommand(page, 'Heady: Impact Check This Text');
    await page.locator('.notification-toast', { hasText: '1 finding in letter.md' }).waitFor();
    const squiggle = page.locator('.editor-instance [class*=squiggly-]').first();
    await pointUntil(squiggle, page.locator('.monaco-hover:visible', { hasText: 'Write instead' }));
    await screenshot('impact-text');
    await page.keyboard.press('Escape');

    await squiggle.click({ force: true });
    await page.locator('.lightBulbWidget:visible').waitFor();
    await page.keyboard.press('ControlOrMeta+.');
    await page.locator('.action-widget .monaco-list-row', { hasText: 'allowlist' }).first().click();
    await page.locator('.editor-instance', { hasText: 'keeps an allowlist of hosts' }).waitFor();
    await squiggle.waitFor({ state: 'detached' });
  });
}

uiTest('Impact Check exports what it shows', { sample: 'broken' }, async ({ page, folder }) => {
  const report = await openReport(page);
  await report.getByLabel('Rule', { exact: true }).selectOption('impact/proxy-attribute');
  await report.getByRole('button', { name: 'Export...' }).click();
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Markdown' }).click();
  const path = page.locator('.quick-input-widget input[type=text]');
  await path.waitFor();
  await eventually('the path', async () => (await path.inputValue()).endsWith('impact-report.md'));
  await page.keyboard.press('Enter');
  await page.locator('.notification-toast', { hasText: 'impact-report.md was written' }).waitFor();
  const written = readFileSync(join(folder, 'impact-report.md'), 'utf8');
  assert.match(written, /^# Impact Check\n.*### impact\/proxy-attribute/s);
  assert.doesNotMatch(written, /exclusionary-language/);
});

uiTest('Impact Check says when there is nothing to report', {}, async ({ page, screenshot }) => {
  const report = await openReport(page);
  await report.getByRole('heading', { name: 'No findings' }).waitFor();
  await screenshot('impact-nothing');
  assert.deepEqual(await problemsOf(page), []);
});
