import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { insist, openFile, reloadUntil, type Theme, uiTest } from './harness.ts';

const item = (page: Page) => page.locator('.statusbar-item[id="heady-systems.heady.heady.environment"]');
const rows = (page: Page) => page.locator('.quick-input-list .monaco-list-row');

/** Opens the switch, again until it can count. */
async function countsAreKnown(page: Page): Promise<void> {
  const prod = rows(page).filter({ hasText: 'Hardened, restricted' });
  for (;;) {
    await item(page).getByText('Dev').click();
    await prod.waitFor();
    if ((await prod.innerText()).includes('services')) return;
    await page.keyboard.press('Escape');
  }
}

for (const theme of ['light', 'dark'] satisfies Theme[]) {
  uiTest('the environment is switched, warns in prod and is remembered', { theme }, async (workbench) => {
    const { page, screenshot } = workbench;
    // The count comes with the workspace: until it is read there is none.
    await countsAreKnown(page);
    assert.equal(await rows(page).count(), 4);
    await screenshot('environment-switch', { readme: true });

    const prod = page.locator('.quick-input-list .monaco-list-row[aria-label^="Prod,"]');
    await prod.click();
    await item(page).getByText('Prod').waitFor();
    assert.match((await item(page).getAttribute('class')) ?? '', /warning-kind/);
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await screenshot('environment-prod', { readme: true });

    await reloadUntil(page, item(page).getByText('Prod'), async () => {
      await item(page).click();
      await prod.click();
      await item(page).getByText('Prod').waitFor();
    });
  });
}

uiTest('the environment is switched by keys alone', {}, async ({ page }) => {
  await item(page).getByText('Dev').waitFor();
  await insist(async (limit) => {
    await page.keyboard.press('Control+Alt+h');
    await page.keyboard.press('e');
    await rows(page).filter({ hasText: 'Stage' }).waitFor(limit);
  });
  await page.keyboard.type('stage');
  await page.keyboard.press('Enter');
  await item(page).getByText('Stage').waitFor();
});

const inFolder = (page: Page, text: string) => item(page).getByText(text, { exact: true }).waitFor();
const row = (page: Page, label: string) => rows(page).filter({ hasText: label }).first();

uiTest(
  'each folder of a workspace has its environment, and is remembered by itself',
  { beside: 'broken', theme: 'dark' },
  async ({ page, screenshot }) => {
    await inFolder(page, 'heady-systems: Dev');
    await openFile(page, 'tags.required.heady.yaml');
    await inFolder(page, 'broken: Dev');
    await item(page).click();
    await page.getByText('Heady: Switch Environment of broken').waitFor();
    await row(page, 'All folders').waitFor();
    await screenshot('environment-of-folder');
    await row(page, 'Near-prod replica').click();
    await inFolder(page, 'broken: Stage');

    await openFile(page, 'fitflow.heady.yaml');
    await inFolder(page, 'heady-systems: Dev');
    await item(page).click();
    await row(page, 'All folders').click();
    await page.getByText('Heady: Switch Environment of All Folders').waitFor();
    await screenshot('environment-of-all-folders');
    await page.keyboard.press('Escape');

    await page.reload();
    await item(page).waitFor();
    await openFile(page, 'tags.required.heady.yaml');
    await inFolder(page, 'broken: Stage');
    await openFile(page, 'fitflow.heady.yaml');
    await inFolder(page, 'heady-systems: Dev');
  },
);
