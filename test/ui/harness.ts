/** Opens VS Code with Heady in the browser that scripts/host/runUiSuite.mjs started, one fresh workspace a test. */
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';

export type Theme = 'light' | 'dark' | 'high-contrast';

/** A VS Code window on a copy of a sample, which the test may change. */
export interface Workbench {
  page: Page;
  theme: Theme;
  /** The copy's absolute path. */
  folder: string;
  /** Saves what is seen as `<name>-<theme>.png`; `readme` marks those the README shows. */
  screenshot(name: string, options?: { readme?: boolean }): Promise<void>;
}

const samples = fileURLToPath(new URL('../../samples', import.meta.url));
const appearance: Record<Theme, BrowserContextOptions> = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'high-contrast': { colorScheme: 'dark', forcedColors: 'active' },
};

let connected: Promise<Browser> | undefined;
after(async () => (await connected)?.close());

/**
 * Defines a test that gets a workbench of its own, trusted unless it says otherwise; a failing one leaves a screenshot.
 * With a sample `beside`, both are folders of one workspace.
 */
export function uiTest(
  title: string,
  options: { theme?: Theme; sample?: string; beside?: string; trusted?: boolean },
  body: (workbench: Workbench) => Promise<void>,
): void {
  const { theme = 'light', sample = 'heady-systems', beside, trusted = true } = options;
  test(`${title} (${theme})`, async () => {
    const temporary = await realpath(await mkdtemp(join(tmpdir(), 'heady-ui-')));
    const folder = join(temporary, sample);
    await cp(join(samples, sample), folder, { recursive: true });
    const opened =
      beside === undefined ? `folder=${encodeURI(folder)}` : await workspaceOf(temporary, sample, beside);
    connected ??= chromium.connect(env('HEADY_UI_BROWSER'));
    const viewport = { width: 1280, height: 800 };
    const context = await (await connected).newContext({ viewport, ...appearance[theme] });
    context.setDefaultTimeout(180_000);
    const page = await context.newPage();
    try {
      await page.goto(`${env(trusted ? 'HEADY_UI_ORIGIN' : 'HEADY_UI_DISTRUSTFUL_ORIGIN')}/?${opened}`);
      await page.locator('.monaco-workbench .part.statusbar').waitFor();
      await body({ page, theme, folder, screenshot: screenshots(page, theme) });
    } catch (error) {
      const file = `failed ${title} ${theme}.png`.replaceAll(/[^a-z0-9.]+/gi, '-');
      await page.screenshot({ path: join(env('HEADY_UI_RESULTS'), file) });
      throw error;
    } finally {
      await context.close();
      await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

/** Puts another sample beside one. @returns what opens both, as a query */
async function workspaceOf(temporary: string, sample: string, beside: string): Promise<string> {
  await cp(join(samples, beside), join(temporary, beside), { recursive: true });
  const file = join(temporary, 'both.code-workspace');
  await writeFile(file, JSON.stringify({ folders: [{ path: sample }, { path: beside }] }));
  return `workspace=${encodeURI(file)}`;
}

/** Points at something that the editor may be drawing anew just then: what was found is gone when it is used. */
export async function pointAt(target: Locator): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await target.hover({ force: true });
    } catch (error) {
      if (attempt === 10) throw error;
      await target.page().waitForTimeout(200);
    }
  }
}

/** Chooses from the context menu that was just opened: in its first moments it takes no click. */
export async function chooseInMenu(page: Page, label: string): Promise<void> {
  const item = page.locator('.context-view .action-item', { hasText: label });
  await item.waitFor();
  while (await item.isVisible()) {
    await page.waitForTimeout(300);
    await item.click({ timeout: 2_000 }).catch(() => {});
  }
}

/** Runs a command by its title, as a person does with F1. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input[type=text]');
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click();
}

/** Opens a file of the workspace by its path, as a person does with Ctrl+P. */
export async function openFile(page: Page, path: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+P');
  const input = page.locator('.quick-input-widget input[type=text]');
  await input.waitFor();
  await input.fill(path);
  const name = path.slice(path.lastIndexOf('/') + 1);
  await page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().click();
  await page.locator('.tab.active', { hasText: name }).waitFor();
}

function screenshots(page: Page, theme: Theme): Workbench['screenshot'] {
  return async (name, { readme = false } = {}) => {
    const file = `${name}-${theme}.png`;
    await coloured(page);
    await page.screenshot({ path: join(env('HEADY_UI_RESULTS'), file) });
    const readmeFolder = process.env.HEADY_UI_README;
    if (readme && readmeFolder) {
      await mkdir(readmeFolder, { recursive: true });
      await cp(join(env('HEADY_UI_RESULTS'), file), join(readmeFolder, file));
    }
  };
}

/** Waits for the grammar, which VS Code loads after it shows the text of a first file. */
async function coloured(page: Page): Promise<void> {
  const lines = page.locator('.editor-instance .view-lines');
  if ((await lines.locator('.view-line').count()) === 0) return;
  await lines.locator('span[class*=mtk]:not(.mtk1)').first().waitFor({ state: 'attached' });
}

/** Where the editors write their logs, and what they keep of settings and state. */
export function logs(): string {
  return env('HEADY_UI_DATA');
}

function env(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start these tests with scripts/host/runUiSuite.mjs.`);
  return value;
}
