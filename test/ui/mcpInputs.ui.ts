import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uiTest } from './harness.ts';
import { openMcpView } from './mcpView.ts';

const everything = fileURLToPath(
  import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'),
);

const mcpJson = {
  inputs: [{ id: 'key', type: 'promptString', description: 'Key of the ticket desk', password: true }],
  servers: {
    tickets: {
      command: process.execPath,
      args: [everything, 'stdio'],
      env: { TICKETS_KEY: '\u0024{input:key}' },
    },
    nowhere: { type: 'http' },
  },
};

const prepare = async (folder: string) => {
  await mkdir(join(folder, '.vscode'), { recursive: true });
  await writeFile(join(folder, '.vscode', 'mcp.json'), JSON.stringify(mcpJson, null, 2));
};

uiTest('what a mcp.json asks for is answered once', { prepare }, async ({ page, screenshot }) => {
  const row = await openMcpView(page);
  await row(/nowhere.*left out: It has no "url"/).waitFor();
  await screenshot('mcp-left-out');
  await row(/tickets.*asks for something/).click();
  const input = page.locator('.quick-input-widget input[type=password]');
  await input.waitFor();
  await page.locator('.quick-input-widget', { hasText: 'Key of the ticket desk' }).waitFor();
  await input.fill('key-of-the-ui-tests');
  await screenshot('mcp-input');
  await input.press('Enter');
  await row(/tickets.*not connected/).click();
  await row(/^\s*Tools/).waitFor();
  await row(/tickets.*connected/).waitFor();
  // A click on what is left out leads to where that is mended.
  await row(/nowhere.*left out/).click();
  await page.locator('.tab.active', { hasText: 'mcp.json' }).waitFor();
});
