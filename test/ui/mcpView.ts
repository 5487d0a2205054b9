/** The MCP view as a person uses it, and a server in it that can be started here. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { insist, openHeady } from './harness.ts';

const everything = fileURLToPath(
  import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'),
);

/** Lets the folder tell of a server, beside the sample's, which cannot be started here. */
export async function addServer(folder: string, name: string, ...args: string[]): Promise<void> {
  const manifest = {
    apiVersion: 'heady.systems/v1',
    kind: 'McpServer',
    metadata: { name, tags: { Owner: 'team-platform' } },
    spec: { transport: 'stdio', command: process.execPath, args, environments: ['dev'] },
  };
  await writeFile(join(folder, 'mcp', `${name}.heady.yaml`), JSON.stringify(manifest));
}

/** The reference server that has something of everything. */
export const addEverything = (folder: string): Promise<void> =>
  addServer(folder, 'everything', everything, 'stdio');

/** Opens the MCP view. @returns its rows */
export async function openMcpView(page: Page): Promise<(text: string | RegExp) => Locator> {
  await openHeady(page);
  await unfold(page, 'Catalog', false);
  await unfold(page, 'MCP', true);
  const rows = page
    .locator('.pane', { has: page.locator('.pane-header', { hasText: 'MCP' }) })
    .locator('.monaco-list-row');
  return (text) => rows.filter({ hasText: text }).first();
}

/** Opens a row. The tree may move it under the mouse while servers answer: then something else was hit. */
export async function openRow(row: Locator): Promise<void> {
  const opened = row.and(row.page().locator('[aria-expanded=true]'));
  await insist(async (limit) => {
    await row.waitFor(limit);
    if ((await row.getAttribute('aria-expanded', limit)) !== 'true') await row.click(limit);
    // A server that has to be started first takes its time, and another click would close the row.
    await opened.waitFor({ timeout: 3 * limit.timeout });
  });
}

/** Clicks beside the name, where no buttons of the view are. */
async function unfold(page: Page, view: string, isOpen: boolean): Promise<void> {
  const header = page.locator('.pane-header', { hasText: view });
  const wanted = header.and(page.locator(`[aria-expanded=${isOpen}]`));
  await insist(async (limit) => {
    if ((await header.getAttribute('aria-expanded', limit)) !== String(isOpen))
      await header.click({ position: { x: 8, y: 10 }, ...limit });
    await wanted.waitFor(limit);
  });
}
