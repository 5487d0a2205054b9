import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Theme, uiTest } from './harness.ts';

const everything = fileURLToPath(
  import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'),
);

/** A server that can be started here, beside the sample's, which cannot. */
const manifest = JSON.stringify({
  apiVersion: 'heady.systems/v1',
  kind: 'McpServer',
  metadata: { name: 'everything', tags: { Owner: 'team-platform' } },
  spec: { transport: 'stdio', command: process.execPath, args: [everything, 'stdio'], environments: ['dev'] },
});

for (const theme of ['light', 'dark', 'high-contrast'] satisfies Theme[]) {
  uiTest('a tool is called from the MCP tree', { theme }, async ({ page, folder, screenshot }) => {
    await writeFile(join(folder, 'mcp', 'everything.heady.yaml'), manifest);
    await page.locator('.activitybar [aria-label^="Heady"]').first().click();
    await page.locator('.pane-header', { hasText: 'Catalog' }).click();
    await page.locator('.pane-header', { hasText: 'MCP' }).click();
    const rows = page
      .locator('.pane', { has: page.locator('.pane-header', { hasText: 'MCP' }) })
      .locator('.monaco-list-row');
    const row = (text: string | RegExp) => rows.filter({ hasText: text }).first();
    await row('everything').click();
    await row(/^\s*Tools/).click();
    await row('get-structured-content').hover();
    await row('get-structured-content').locator('[aria-label^="Call Tool"]').click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Chicago' }).click();
    await page.locator('.tab.active', { hasText: 'get-structured-content.json' }).waitFor();
    await page.locator('.editor-instance .view-line', { hasText: 'temperature' }).first().waitFor();
    await row('connected').waitFor();
    await screenshot('mcp');
  });
}
