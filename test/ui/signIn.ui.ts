import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { controlPlaneOfTest, TOKEN } from './controlPlane.ts';
import { openHeady, uiTest } from './harness.ts';
import { openRow } from './mcpView.ts';

const item = (page: Page) => page.locator('.statusbar-item[id="heady-systems.heady.heady.environment"]');
const row = (page: Page, text: string) => page.locator('.pane-body .monaco-list-row', { hasText: text });

uiTest(
  'an environment of its own is signed in to from the tree',
  { running: controlPlaneOfTest },
  async ({ page, screenshot }) => {
    await openHeady(page);
    await item(page).getByText('Dev').click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Shared, CI targets' }).click();
    await row(page, 'Signed out of Test').waitFor();
    await screenshot('environment-signed-out');
    await row(page, 'Signed out of Test').click();
    const input = page.locator('.quick-input-widget input');
    await input.waitFor();
    assert.equal(await input.getAttribute('type'), 'password');
    await input.fill(TOKEN);
    await page.keyboard.press('Enter');
    await row(page, 'Signed out of Test').waitFor({ state: 'detached' });
    // Closed where the tree was there before the switch.
    await openRow(row(page, 'current').first());
    await row(page, 'not registered').first().waitFor();
    await screenshot('environment-signed-in');
  },
);
