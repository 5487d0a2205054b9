import type { Page } from 'playwright-core';
import { type Theme, uiTest } from './harness.ts';

const rows = (page: Page) => page.locator('.pane-body .monaco-list-row');

async function openCatalog(page: Page): Promise<void> {
  await page.locator('.activitybar [aria-label^="Heady"]').first().click();
  await rows(page).filter({ hasText: 'current' }).first().waitFor();
}

for (const theme of ['light', 'dark'] satisfies Theme[]) {
  uiTest('the catalog shows the current environment first', { theme }, async ({ page, screenshot }) => {
    await openCatalog(page);
    await rows(page).filter({ hasText: 'in sync' }).first().waitFor();
    await rows(page).filter({ hasText: 'billing' }).first().click();
    await page.locator('.tab.active', { hasText: 'heady.yaml' }).waitFor();
    await screenshot('catalog', { readme: true });
  });
}
