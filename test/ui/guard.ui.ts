import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openHeady, runCommand, type Theme, uiTest, writeUntil } from './harness.ts';

const item = (page: Page, id: string) =>
  page.locator(`.statusbar-item[id="heady-systems.heady.heady.${id}"]`);
const rows = (page: Page) => page.locator('.quick-input-list .monaco-list-row');
const dialog = (page: Page) => page.locator('.monaco-dialog-box');

/** Makes the prod manifest differ from what is registered, and goes to register it. */
async function driftInProd(page: Page, folder: string): Promise<void> {
  await openHeady(page);
  await item(page, 'environment').getByText('Dev').click();
  await rows(page).filter({ hasText: 'Hardened, restricted' }).click();
  await item(page, 'guard').getByText('Read-only').waitFor();
  // A fresh catalog starts from the manifests as they are: only then does one of them drift.
  const billing = (state: string) =>
    page.getByRole('treeitem', { name: `Service prod-health-billing, ${state}` });
  await billing('in sync').waitFor();
  const file = join(folder, 'services/health/billing/prod.heady.yaml');
  const text = (await readFile(file, 'utf8')).replace('replicas: 3', 'replicas: 5');
  await writeUntil(file, text, billing('drifted'));
  await runCommand(page, 'Heady: Register in Catalog...');
  await rows(page).filter({ hasText: 'prod-health-billing' }).click();
}

for (const theme of ['light', 'dark', 'high-contrast'] satisfies Theme[]) {
  uiTest('prod changes only once it is unlocked, and shows what will', { theme }, async (workbench) => {
    const { page, folder, screenshot } = workbench;
    await driftInProd(page, folder);
    await dialog(page).getByRole('button', { name: 'Unlock...' }).click();
    const reason = page.locator('.quick-input-widget input[type=text]');
    await reason.fill('INC-1234: billing is slow');
    await page.keyboard.press('Enter');

    await dialog(page).getByText('spec.replicas: 3 → 5').waitFor();
    await screenshot('guard-confirm', { readme: theme !== 'high-contrast' });
    if (theme === 'high-contrast') {
      await dialog(page).getByRole('button', { name: 'Show Differences' }).click();
      await page.locator('.tab.active', { hasText: 'version 1 ↔ manifest' }).waitFor();
      const question = page.locator('.notification-toast', { hasText: 'Register prod-health-billing' });
      await question.getByRole('button', { name: 'Register' }).click();
    } else await dialog(page).getByRole('button', { name: 'Register' }).click();
    await page.locator('.notification-toast').getByText('registered anew').waitFor();
    assert.match(await item(page, 'guard').innerText(), /Prod \d+:\d\d/);
    await screenshot('guard-unlocked');

    await item(page, 'guard').click();
    await item(page, 'guard').getByText('Read-only').waitFor();
    await runCommand(page, 'Heady: Unlock Environment for Changes...');
    await reason.waitFor();
    await page.keyboard.press('Escape');
    await reason.waitFor({ state: 'hidden' });
    assert.match(await item(page, 'guard').innerText(), /Read-only/);
  });
}
