import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { controlPlaneOfTest, TOKEN } from './controlPlane.ts';
import { openHeady, runCommand, type Theme, uiTest } from './harness.ts';
import { openRow } from './mcpView.ts';

const vertical = (name: string) => `apiVersion: heady.systems/v1
kind: Vertical
metadata: { name: ${name}, title: ${name} }
spec: { focus: Writes to those who gave }
`;

const status = (page: Page, id: string) =>
  page.locator(`.statusbar-item[id="heady-systems.heady.heady.${id}"]`);
const rows = (page: Page) => page.locator('.quick-input-list .monaco-list-row');
const row = (page: Page, text: string) => page.locator('.pane-body .monaco-list-row', { hasText: text });
const toast = (page: Page, text: string) => page.locator('.notification-toast', { hasText: text });

async function signIn(page: Page): Promise<void> {
  await runCommand(page, 'Heady: Sign In to Environment...');
  await page.locator('.quick-input-widget input[type=password]').fill(TOKEN);
  await page.keyboard.press('Enter');
}

/** Switched to Test, whose control plane was known once and lets nobody in now. */
async function signedOutOfTest(page: Page): Promise<void> {
  await openHeady(page);
  await status(page, 'environment').getByText('Dev').click();
  await rows(page).filter({ hasText: 'Shared, CI targets' }).click();
  await row(page, 'Signed out of Test').waitFor();
  // What is there must have been known once: of what nobody knows nothing can be said to be missing.
  await signIn(page);
  // Closed where the tree was there before the switch.
  await openRow(row(page, 'current').first());
  await row(page, 'not registered').first().waitFor();
  await runCommand(page, 'Heady: Sign Out of Environment...');
  await row(page, 'Signed out of Test').waitFor();
}

/** In a folder with these verticals. */
const options = (theme: Theme, ...names: string[]) => ({
  theme,
  running: controlPlaneOfTest,
  prepare: async (folder: string) => {
    for (const name of names) await writeFile(join(folder, `${name}.heady.yaml`), vertical(name));
  },
});

for (const theme of ['light', 'high-contrast'] satisfies Theme[]) {
  const given = options(theme, 'thanks');
  uiTest('what is registered while nobody answers waits, and is made later', given, async (workbench) => {
    const { page, screenshot } = workbench;
    await signedOutOfTest(page);

    await runCommand(page, 'Heady: Register in Catalog...');
    await page.locator('.quick-input-widget input[type=text]').fill('thanks');
    await rows(page).filter({ hasText: 'thanks' }).first().click();
    const dialog = page.locator('.monaco-dialog-box');
    await dialog.getByText('It can wait').waitFor();
    await screenshot('queue-offer');
    await dialog.getByRole('button', { name: 'Queue' }).click();
    await status(page, 'queue').getByText('1 queued').waitFor();
    // It is kept with the workspace.
    await page.reload();
    await status(page, 'queue').getByText('1 queued').click();
    await rows(page).filter({ hasText: 'Register thanks in Test' }).waitFor();
    await screenshot('queue-list');
    await page.keyboard.press('Escape');

    await signIn(page);
    await toast(page, 'Done: Register thanks in Test.').waitFor();
    await status(page, 'queue').waitFor({ state: 'hidden' });
    await screenshot('queue-done');
  });
}

const two = options('dark', 'thanks', 'letters');
uiTest('many manifests wait together, in their order', two, async ({ page, screenshot }) => {
  await signedOutOfTest(page);

  await runCommand(page, 'Heady: Register Manifests...');
  const input = page.locator('.quick-input-widget input[type=text]');
  await rows(page).first().waitFor();
  // All that has no errors is picked at first.
  await page.locator('.quick-input-header').getByRole('checkbox').first().click();
  for (const name of ['thanks', 'letters']) {
    await input.fill(name);
    await rows(page).filter({ hasText: 'Vertical, not registered' }).click();
  }
  await input.focus();
  await page.keyboard.press('Enter');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.getByText('2 manifests are left.').waitFor();
  await screenshot('queue-many');
  await dialog.getByRole('button', { name: 'Queue' }).click();
  await status(page, 'queue').getByText('2 queued').waitFor();
  await signIn(page);
  await toast(page, 'Done: 2 queued changes.').waitFor();
  await status(page, 'queue').waitFor({ state: 'hidden' });
});
