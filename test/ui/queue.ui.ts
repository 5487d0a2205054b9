import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { controlPlane, TOKEN } from './controlPlane.ts';
import { runCommand, type Theme, uiTest } from './harness.ts';

const VERTICAL = `apiVersion: heady.systems/v1
kind: Vertical
metadata: { name: thanks, title: Thanks }
spec: { focus: Writes to those who gave }
`;

const status = (page: Page, id: string) =>
  page.locator(`.statusbar-item[id="heady-systems.heady.heady.${id}"]`);
const rows = (page: Page) => page.locator('.quick-input-list .monaco-list-row');
const row = (page: Page, text: string) => page.locator('.monaco-list-row', { hasText: text });
const toast = (page: Page, text: string) => page.locator('.notification-toast', { hasText: text });

async function signIn(page: Page): Promise<void> {
  await runCommand(page, 'Heady: Sign In to Environment...');
  await page.locator('.quick-input-widget input[type=password]').fill(TOKEN);
  await page.keyboard.press('Enter');
}

for (const theme of ['light', 'high-contrast'] satisfies Theme[]) {
  uiTest('what is registered while nobody answers waits, and is made later', { theme }, async (workbench) => {
    const { page, folder, screenshot } = workbench;
    await using plane = await controlPlane(folder);
    const settings = join(folder, '.vscode/settings.json');
    const text = await readFile(settings, 'utf8');
    await writeFile(
      settings,
      text.replace(
        '"test": { "controlPlane": "embedded" }',
        `"test": { "controlPlane": ["${plane.origin}"] }`,
      ),
    );
    await writeFile(join(folder, 'thanks.heady.yaml'), VERTICAL);
    await page.getByRole('tab', { name: 'Heady' }).first().click();
    await status(page, 'environment').getByText('Dev').click();
    await rows(page).filter({ hasText: 'Shared, CI targets' }).click();
    await row(page, 'Signed out of Test').waitFor();
    // What is there must have been known once: of what nobody knows nothing can be said to be missing.
    await signIn(page);
    await row(page, 'not registered').first().waitFor();
    await runCommand(page, 'Heady: Sign Out of Environment...');
    await row(page, 'Signed out of Test').waitFor();

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
