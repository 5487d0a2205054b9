import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { type Theme, uiTest } from './harness.ts';

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

    await page.locator('.quick-input-list .monaco-list-row[aria-label^="Prod,"]').click();
    await item(page).getByText('Prod').waitFor();
    assert.match((await item(page).getAttribute('class')) ?? '', /warning-kind/);
    await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await screenshot('environment-prod', { readme: true });

    await page.reload();
    await item(page).getByText('Prod').waitFor();
  });
}

uiTest('the environment is switched by keys alone', {}, async ({ page }) => {
  await item(page).getByText('Dev').waitFor();
  await page.keyboard.press('Control+Alt+h');
  await page.keyboard.press('e');
  await rows(page).filter({ hasText: 'Stage' }).waitFor();
  await page.keyboard.type('stage');
  await page.keyboard.press('Enter');
  await item(page).getByText('Stage').waitFor();
});
