import assert from 'node:assert/strict';
import { openFile, openHeady, runCommand, uiTest } from './harness.ts';

uiTest(
  'without trust manifests are checked and no control plane runs',
  { trusted: false },
  async (workbench) => {
    const { page, screenshot } = workbench;
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await openFile(page, 'services/health/billing-db.heady.yaml');
    const text = page.locator('.editor-instance .view-line', { hasText: 'runtime:' }).first();
    await text.click();
    await page.keyboard.press('End');
    await page.keyboard.type('x');
    await page.locator('.editor-instance .squiggly-error').first().waitFor();
    await page.keyboard.press('ControlOrMeta+Z');
    await page.locator('.editor-instance .squiggly-error').first().waitFor({ state: 'detached' });

    await openHeady(page);
    const rows = page.locator('.pane-body .monaco-list-row');
    await rows.filter({ hasText: 'current' }).first().waitFor();
    await rows.filter({ hasText: 'billing' }).first().waitFor();
    assert.equal(await rows.filter({ hasText: 'in sync' }).count(), 0);
    await screenshot('untrusted');

    await runCommand(page, 'Manage Workspace Trust');
    await page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click();
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor({ state: 'detached' });
    await rows.filter({ hasText: 'in sync' }).first().waitFor();
  },
);
