import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openHeady, pointAt, reloadUntil, runCommand, type Theme, uiTest, writeUntil } from './harness.ts';

const THEMES = ['light', 'dark', 'high-contrast'] satisfies Theme[];

const rows = (page: Page) => page.locator('.pane-body .monaco-list-row');
const choices = (page: Page) => page.locator('.quick-input-list .monaco-list-row');

async function openCatalog(page: Page): Promise<void> {
  await openHeady(page);
  await rows(page).filter({ hasText: 'current' }).first().waitFor();
  await rows(page).filter({ hasText: 'in sync' }).first().waitFor();
}

/** A service that nobody owns and nobody registered, with a slip in it. */
function unowned(name: string): string {
  const [environment, vertical] = name.split('-');
  return `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: ${name}
  description: Says thanks.
  tags: { Vertical: ${vertical}, DataSensitivity: internal }
spec:
  environment: ${environment}
  plane: app
  runtime: docker
  image: registry.heady.systems/${vertical}/thanks:1.0.0
  replicas: two
`;
}

for (const theme of ['light', 'dark'] satisfies Theme[]) {
  uiTest('the catalog shows the current environment first', { theme }, async ({ page, screenshot }) => {
    await openCatalog(page);
    await rows(page).filter({ hasText: 'billing' }).first().click();
    await page.locator('.tab.active', { hasText: 'heady.yaml' }).waitFor();
    await screenshot('catalog', { readme: true });
  });
}

for (const theme of THEMES) {
  uiTest(
    'the catalog is grouped, filtered and searched with the keyboard',
    { theme },
    async ({ page, folder, screenshot }) => {
      await openCatalog(page);
      const thanks = rows(page).filter({ hasText: 'thanks' });
      await writeUntil(join(folder, 'thanks.heady.yaml'), unowned('dev-impact-thanks'), thanks);

      await runCommand(page, 'Heady: Group Catalog By...');
      await choices(page).filter({ hasText: 'By owner' }).waitFor();
      await page.keyboard.type('owner');
      await page.keyboard.press('Enter');
      await rows(page).filter({ hasText: 'No owner' }).waitFor();
      await rows(page).filter({ hasText: 'team-billing' }).first().click();
      await screenshot('catalog-by-owner');

      await runCommand(page, 'Heady: Filter Catalog...');
      await choices(page).filter({ hasText: 'Unowned' }).waitFor();
      await page.keyboard.type('no tag says');
      await choices(page).filter({ hasText: 'Unowned' }).first().click();
      await page.keyboard.press('Enter');
      await rows(page).filter({ hasText: 'Only unowned' }).waitFor();
      await rows(page).filter({ hasText: 'dev-impact-thanks' }).waitFor();
      assert.equal(await rows(page).filter({ hasText: 'team-billing' }).count(), 0);
      await screenshot('catalog-filtered');

      await runCommand(page, 'Heady: Find in Catalog...');
      await page.locator('.quick-input-widget input[type=text]').fill('phbill');
      await choices(page).filter({ hasText: 'prod-health-billing' }).first().waitFor();
      await screenshot('catalog-find');
      await page.keyboard.press('Escape');

      await runCommand(page, 'Heady: Clear Filter of Catalog');
      await rows(page).filter({ hasText: 'team-billing' }).first().waitFor();
    },
  );
}

uiTest('the tree is found again as it was left', {}, async ({ page }) => {
  await openCatalog(page);
  const row = (text: string, isOpen: boolean) =>
    page.locator(`.monaco-list-row[aria-expanded=${isOpen}]`, { hasText: text });
  const [opened, closed] = [row('Prod', true), row('current', false)];
  const turn = async () => {
    for (const other of [row('Prod', false), row('current', true)])
      if ((await other.count()) > 0) await other.first().click();
    await opened.waitFor();
    await closed.waitFor();
  };
  await turn();
  // The editor opens the view again by itself.
  const tree = page.locator('.pane-body .monaco-list', { has: opened }).filter({ has: closed });
  await reloadUntil(page, tree, async () => {
    await rows(page).filter({ hasText: 'current' }).first().waitFor();
    await turn();
  });
});

uiTest('a window shows at once what the one before knew', { theme: 'dark' }, async ({ page, screenshot }) => {
  // It stands there until the language server has answered: a moment that is noted as it comes.
  await page.addInitScript(`
    const look = () => {
      const words = document.querySelector('.pane-body .monaco-list')?.textContent ?? '';
      if (/As of .*connecting .*Dev.*health/s.test(words)) document.documentElement.dataset.sawKept = 'yes';
      requestAnimationFrame(look);
    };
    look();
  `);
  await openCatalog(page);
  const saw = page.locator('html[data-saw-kept=yes]');
  for (let attempt = 1; (await saw.count()) === 0; attempt++) {
    assert.ok(attempt < 10, 'what was known before is shown');
    // The tree is kept a few seconds after it changed, or as the window closes.
    await page.waitForTimeout(6_000);
    await page.reload();
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    await rows(page).filter({ hasText: 'current' }).first().waitFor();
    if (attempt === 1) await screenshot('catalog-kept');
    await rows(page).filter({ hasText: 'connecting ...' }).waitFor({ state: 'detached' });
  }
  await rows(page).filter({ hasText: 'in sync' }).first().waitFor();
});

for (const theme of THEMES) {
  uiTest(
    'governance lists who breaks the rule of the way to prod, and why',
    { theme },
    async ({ page, folder, screenshot }) => {
      await openCatalog(page);
      await page.locator('.pane-header', { hasText: 'Governance' }).click();
      await rows(page).filter({ hasText: 'in order' }).first().waitFor();
      const thanks = rows(page).filter({ hasText: 'prod-impact-thanks' });
      const judged = thanks.filter({ hasText: 'no owner · not registered' });
      await writeUntil(join(folder, 'thanks.heady.yaml'), unowned('prod-impact-thanks'), judged);
      await pointAt(thanks);
      await screenshot('governance', { readme: theme === 'light' });
      assert.equal(
        await thanks.getAttribute('aria-label'),
        'prod-impact-thanks, breaks the rule, no owner · not registered',
      );

      await thanks.click();
      await page.locator('.tab.active', { hasText: 'thanks.heady.yaml' }).waitFor();
    },
  );
}
