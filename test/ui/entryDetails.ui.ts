/** The details of a catalog entry in a real VS Code: opened, walked with the keyboard, kept up to date, compared. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Frame, FrameLocator, Page } from 'playwright-core';
import { accessibilityProblems } from './axe.ts';
import { openFile, pointUntil, reloadUntil, runCommand, type Theme, uiTest, writeUntil } from './harness.ts';

const themes = ['light', 'dark', 'high-contrast'] satisfies Theme[];

const BILLING = 'prod-health-billing';
const BILLING_FILE = 'services/health/billing/prod.heady.yaml';
const BILLING_DB_FILE = 'services/health/billing-db.heady.yaml';

const detailsOf = (page: Page): FrameLocator =>
  page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');

async function frameOf(page: Page): Promise<Frame> {
  const body = await detailsOf(page).locator('body').elementHandle();
  const frame = await body?.ownerFrame();
  assert.ok(frame, 'the details have no frame');
  return frame;
}

/** What has the focus in the page, by its name. */
async function focused(page: Page): Promise<string> {
  const frame = await frameOf(page);
  return await frame.evaluate<string>('(document.activeElement?.textContent ?? "").trim()');
}

/** Opens an entry's details as a person does who knows its name. */
async function openEntry(page: Page, name: string): Promise<FrameLocator> {
  await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
  await runCommand(page, 'Heady: Show Catalog Entry');
  const input = page.locator('.quick-input-widget input[type=text]');
  await page.locator('.quick-input-title', { hasText: 'Show Catalog Entry' }).waitFor();
  await input.fill(name);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
  const details = detailsOf(page);
  await details.getByRole('heading', { level: 1, name }).waitFor();
  return details;
}

/** Edits a manifest on disk so that it differs from its entry. */
async function makeDrift(details: FrameLocator, path: string, from: string, to: string): Promise<void> {
  // Until it is registered as it was, there is nothing to differ from.
  await details.locator('.state.synced').waitFor();
  const text = await readFile(path, 'utf8');
  assert.ok(text.includes(from), `${path} has no ${from}`);
  await writeUntil(path, text.replace(from, to), details.locator('.state.drifted'));
}

for (const theme of themes) {
  uiTest('the details of an entry', { theme }, async ({ page, screenshot }) => {
    const details = await openEntry(page, BILLING);
    await details.locator('.state.synced').waitFor();
    await details.getByRole('button', { name: 'prod-health-billing-db' }).first().waitFor();
    await screenshot('entry');
    assert.deepEqual(await accessibilityProblems(await frameOf(page)), []);

    await details.getByRole('button', { name: '2 steps' }).click();
    await details.getByRole('button', { name: '2 steps', pressed: true }).waitFor();
    await details.getByText('As a list').click();
    await details.getByRole('heading', { name: 'Needed by' }).waitFor();
    await details.getByText('As a list').scrollIntoViewIfNeeded();
    await screenshot('entry-graph');
    assert.deepEqual(await accessibilityProblems(await frameOf(page)), []);
  });
}

uiTest('an entry opens from hover, lens and graph, with keys alone', {}, async ({ page, screenshot }) => {
  await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
  await openFile(page, BILLING_FILE);
  const lens = page.locator('.codelens-decoration a', { hasText: 'details' }).first();
  await lens.waitFor();
  const link = page.locator('.monaco-hover:visible a', { hasText: 'Show details' });
  await pointUntil(page.locator('.view-line span', { hasText: 'prod-health-billing-db' }).last(), link);
  await screenshot('entry-hover');
  await link.click();
  const details = detailsOf(page);
  await details.getByRole('heading', { level: 1, name: 'prod-health-billing-db' }).waitFor();

  // The graph has one tab stop; arrows move in it, Enter opens.
  const entry = details.locator('.box.entry');
  await entry.focus();
  await page.keyboard.press('ArrowLeft');
  assert.match(await focused(page), /^prod-health-billing/);
  await page.keyboard.press('Enter');
  await details.getByRole('heading', { level: 1, name: BILLING, exact: true }).waitFor();
  assert.equal(await page.locator('.tab', { hasText: 'prod-health-billing' }).count(), 2);
});

uiTest(
  'an entry is followed while it changes, and compared with its manifest',
  {},
  async ({ page, folder, screenshot }) => {
    const details = await openEntry(page, 'dev-health-billing-db');
    // Live: what is edited elsewhere arrives, and whoever reads is not thrown out of their place.
    await details.getByRole('button', { name: '3 steps' }).focus();
    await makeDrift(details, join(folder, BILLING_DB_FILE), 'runtime: docker', 'runtime: podman');
    assert.equal(await focused(page), '3 steps');
    await details.getByRole('row', { name: 'spec.runtime docker podman' }).waitFor();
    await details.getByRole('heading', { level: 1 }).scrollIntoViewIfNeeded();
    await screenshot('entry-drifted', { readme: true });
    assert.deepEqual(await accessibilityProblems(await frameOf(page)), []);
    await details.getByRole('button', { name: 'Compare in the editor' }).click();
    await page.locator('.tab.active', { hasText: 'version 1 ↔ manifest' }).waitFor();
    await page.locator('.monaco-diff-editor .view-line', { hasText: 'runtime: podman' }).first().waitFor();
    await page.locator('.monaco-diff-editor .view-line', { hasText: 'runtime: docker' }).first().waitFor();
    await screenshot('entry-compare');
  },
);

uiTest('the history of an entry grows, and its tab is there after a reload', {}, async (workbench) => {
  const { page, folder, screenshot } = workbench;
  const details = await openEntry(page, 'dev-health-billing-db');
  await makeDrift(details, join(folder, BILLING_DB_FILE), 'runtime: docker', 'runtime: podman');
  await details.getByRole('button', { name: 'Register', exact: true }).click();
  await details.locator('.state.synced').waitFor();
  await details.getByRole('heading', { name: 'History' }).click();
  await details.getByText('Changed spec.runtime.').waitFor();
  await details.getByRole('button', { name: 'Compare with version 1' }).scrollIntoViewIfNeeded();
  await screenshot('entry-history');

  const tab = page.locator('.tab', { hasText: 'dev-health-billing-db' });
  await reloadUntil(page, tab, () => openEntry(page, 'dev-health-billing-db'));
  await detailsOf(page).getByRole('heading', { level: 1, name: 'dev-health-billing-db' }).waitFor();
});
