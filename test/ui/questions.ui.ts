/** What MCP servers ask while they work for the person at the editor, answered as that person does. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { clickAction, type Theme, uiTest } from './harness.ts';
import { addEverything, openMcpView, openRow } from './mcpView.ts';

/** Calls a tool of the server by its row in the MCP tree. */
async function callTool(page: Page, tool: string): Promise<void> {
  const row = await openMcpView(page);
  await openRow(row('everything'));
  await openRow(row(/^\s*Tools/));
  // The tree draws only what is seen.
  await row(/^\s*Tools/).press('End');
  await clickAction(row(tool), 'Call Tool');
}

const titleIs = (page: Page, text: string | RegExp) =>
  page.locator('.quick-input-title', { hasText: text }).waitFor();

for (const theme of ['light', 'dark', 'high-contrast'] satisfies Theme[]) {
  const options = { theme, prepare: addEverything };
  uiTest('a form that a server asks for is filled in', options, async ({ page, screenshot }) => {
    await callTool(page, 'trigger-elicitation-request');
    const input = page.locator('.quick-input-widget input[type=text]');
    await titleIs(page, 'everything asks: String');
    await input.fill('Ada');
    await screenshot('question-text');
    await input.press('Enter');
    await titleIs(page, 'asks: Boolean');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Yes' }).click();
    // Back and forth: what was typed is still there.
    await titleIs(page, 'asks: String with default');
    await page.locator('.quick-input-titlebar .codicon-quick-input-back').click();
    await titleIs(page, 'asks: Boolean');
    await page.locator('.quick-input-titlebar .codicon-quick-input-back').click();
    await titleIs(page, /asks: String \(/);
    assert.equal(await input.inputValue(), 'Ada');
    await input.press('Enter');
    await titleIs(page, 'asks: Boolean');
    await input.press('Enter');
    await titleIs(page, 'asks: String with default');
    await input.press('Enter');
    await titleIs(page, 'email format');
    await input.fill('nobody');
    await page.locator('.quick-input-widget', { hasText: 'This is no e-mail address' }).waitFor();
    await screenshot('question-wrong');
    await input.fill('ada@example.org');
    await input.press('Enter');
    for (const title of ['uri format', 'date format', 'Integer', 'Number in range', 'Untitled Single']) {
      await titleIs(page, title);
      await input.press('Enter');
    }
    await titleIs(page, 'Untitled Multiple');
    await screenshot('question-several');
    await input.press('Enter');
    for (const title of ['Titled Single', 'Titled Multiple', 'Legacy']) {
      await titleIs(page, title);
      await input.press('Enter');
    }
    await titleIs(page, 'everything asks, for trigger-elicitation-request');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'ada@example.org' }).waitFor();
    await screenshot('question-review');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Send to everything' }).click();
    await page.locator('.tab.active', { hasText: 'trigger-elicitation-request' }).waitFor();
    await page.locator('.editor-instance .view-line', { hasText: 'ada@example.org' }).first().waitFor();
  });
}

uiTest('a server is told that its form was declined', { prepare: addEverything }, async ({ page }) => {
  await callTool(page, 'trigger-elicitation-request');
  await titleIs(page, 'everything asks: String');
  await page.locator('.quick-input-titlebar [aria-label="Decline to answer"]').click();
  await page.locator('.tab.active', { hasText: 'trigger-elicitation-request' }).waitFor();
  await page.locator('.editor-instance .view-line', { hasText: 'decline' }).first().waitFor();
});

uiTest('a question closes when its call is cancelled', { prepare: addEverything }, async ({ page }) => {
  await callTool(page, 'trigger-elicitation-request');
  await titleIs(page, 'everything asks: String');
  await page.locator('.notifications-toasts .monaco-button', { hasText: 'Cancel' }).click();
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
});

uiTest(
  'a page that a server wants opened is shown with its whole address',
  { theme: 'dark', prepare: addEverything },
  async ({ page, screenshot }) => {
    await callTool(page, 'trigger-url-elicitation');
    const input = page.locator('.quick-input-widget input[type=text]');
    await titleIs(page, 'optional arguments');
    await input.press('Enter');
    await titleIs(page, 'trigger-url-elicitation: url');
    await input.fill('https://github.com@evil.example/login?state=1%2F2');
    await input.press('Enter');
    await titleIs(page, 'everything asks you to open a page at evil.example');
    const row = (text: string) => page.locator('.quick-input-list .monaco-list-row', { hasText: text });
    await row('https://github.com@evil.example/login?state=1%2F2').waitFor();
    await row('it leads to evil.example').waitFor();
    await screenshot('question-url');
    // Where there is reason to doubt, Enter declines.
    await input.press('Enter');
    await page.locator('.tab.active', { hasText: 'trigger-url-elicitation' }).waitFor();
    await page.locator('.editor-instance .view-line', { hasText: 'decline' }).first().waitFor();
  },
);
