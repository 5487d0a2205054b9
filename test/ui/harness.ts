/** Opens VS Code with Heady in the browser that scripts/host/runUiSuite.mjs started, one fresh workspace a test. */
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** How long one of several attempts may take, in milliseconds. */
const ATTEMPT = 15_000;

/** How often a window is loaded anew before it counts as forgetful. */
const MOST_RELOADS = 5;

/** How long something may take that must happen, in milliseconds: as long as a busy machine needs. */
const PATIENCE = 180_000;

let connected: Promise<Browser> | undefined;
after(async () => (await connected)?.close());

interface UiTestOptions {
  theme?: Theme;
  sample?: string;
  /** Another sample: both are folders of one workspace. */
  beside?: string;
  /** True unless it says otherwise. */
  trusted?: boolean;
  /** What is in the folder before it is opened: an editor that was just opened may not watch files yet. */
  prepare?: (folder: string) => Promise<unknown>;
  /** What runs while the test does, from before the folder is opened. */
  running?: (folder: string) => Promise<AsyncDisposable>;
}

/** Defines a test that gets a workbench of its own; a failing one leaves a screenshot. */
export function uiTest(
  title: string,
  options: UiTestOptions,
  body: (workbench: Workbench) => Promise<void>,
): void {
  const { theme = 'light', sample = 'heady-systems', beside, trusted = true, prepare, running } = options;
  test(`${title} (${theme})`, async () => {
    const temporary = await realpath(await mkdtemp(join(tmpdir(), 'heady-ui-')));
    const folder = join(temporary, sample);
    await cp(join(samples, sample), folder, { recursive: true });
    await prepare?.(folder);
    const opened =
      beside === undefined ? `folder=${encodeURI(folder)}` : await workspaceOf(temporary, sample, beside);
    connected ??= chromium.connect(env('HEADY_UI_BROWSER'));
    const viewport = { width: 1280, height: 800 };
    const context = await (await connected).newContext({ viewport, ...appearance[theme] });
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    try {
      await using _ = await running?.(folder);
      await page.goto(`${env(trusted ? 'HEADY_UI_ORIGIN' : 'HEADY_UI_DISTRUSTFUL_ORIGIN')}/?${opened}`);
      await page.locator('.monaco-workbench .part.statusbar').waitFor();
      await body({ page, theme, folder, screenshot: screenshots(page, theme) });
    } catch (error) {
      const file = `failed ${title} ${theme}.png`.replaceAll(/[^a-z0-9.]+/gi, '-');
      const path = join(env('HEADY_UI_RESULTS'), file);
      await page.screenshot({ path }).then(
        () => console.log(`What was seen when "${title}" failed: ${path}`),
        () => {}, // The page may be gone; why the test failed says more.
      );
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

/**
 * Tries again what may come to nothing: a click on what the editor draws anew just then, a key that it does not hear yet.
 * What is tried may be done once more than it seems, so it leads to the same again.
 */
export async function insist(attempt: (limit: { timeout: number }) => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    try {
      await attempt({ timeout: ATTEMPT });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(200);
    }
  }
}

/** Waits for something outside of the browser. */
export async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${PATIENCE / 1_000} s.`);
    await sleep(100);
  }
}

/** Writes a file until what comes of it is seen: an editor that was just opened may not watch files yet. */
export async function writeUntil(path: string, text: string, seen: Locator): Promise<void> {
  await insist(async (limit) => {
    await writeFile(path, text);
    await seen.first().waitFor(limit);
  });
}

/** Points at something that the editor may be drawing anew just then: what was found is gone when it is used. */
export async function pointAt(target: Locator): Promise<void> {
  await insist((limit) => target.hover({ force: true, ...limit }));
}

/** Points at something until what that shows is there: the editor asks once, and shows nothing where nobody answers yet. */
export async function pointUntil(target: Locator, shown: Locator): Promise<void> {
  await insist(async (limit) => {
    await target.page().mouse.move(0, 0);
    await target.hover({ force: true, ...limit });
    await shown.waitFor(limit);
  });
}

/** Clicks a button of a row, which is there while one points at the row. */
export async function clickAction(row: Locator, label: string): Promise<void> {
  await insist(async (limit) => {
    await row.hover(limit);
    await row.locator(`[aria-label^="${label}"]`).click(limit);
  });
}

/** Chooses from the context menu of something. */
export async function chooseInMenu(target: Locator, label: string): Promise<void> {
  const page = target.page();
  const item = page.locator('.context-view .action-item', { hasText: label });
  await insist(async (limit) => {
    await target.click({ button: 'right', ...limit });
    await item.waitFor(limit);
  });
  // In its first moments the menu takes no click.
  while (await item.isVisible()) {
    await page.waitForTimeout(300);
    await item.click({ timeout: 2_000 }).catch(() => {});
  }
}

/** A notification. */
export const notice = (page: Page, text: string): Locator =>
  page.locator('.notification-list-item', { hasText: text });

/** Presses a button of a notification; where it went away meanwhile, in the list of them that the bell opens. */
export async function answerNotice(page: Page, text: string, button: string): Promise<void> {
  const shown = notice(page, text).first();
  await shown.waitFor({ state: 'attached' });
  await insist(async (limit) => {
    if (!(await shown.isVisible())) await page.locator('[id="status.notifications"]').click(limit);
    await shown.getByRole('button', { name: button }).click(limit);
  });
}

/** Shows the view of Heady. */
export async function openHeady(page: Page): Promise<void> {
  const catalog = page.locator('.pane-header', { hasText: 'Catalog' });
  await insist(async (limit) => {
    // A click on what is shown already would hide it.
    if (!(await catalog.isVisible()))
      await page.locator('.activitybar [aria-label^="Heady"]').first().click(limit);
    await catalog.waitFor(limit);
  });
}

/** Runs a command by its title, as a person does with F1. */
export async function runCommand(page: Page, title: string): Promise<void> {
  const input = quickInput(page, 'Type the name of a command');
  await insist(async (limit) => {
    await page.keyboard.press('F1');
    await input.fill(`>${title}`, limit);
    await firstChoice(page, title).click(limit);
  });
  // What is typed earlier goes into the palette.
  await input.waitFor({ state: 'hidden' });
}

/** Opens a file of the workspace by its path, as a person does with Ctrl+P. */
export async function openFile(page: Page, path: string): Promise<void> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  await insist(async (limit) => {
    await page.keyboard.press('ControlOrMeta+P');
    await quickInput(page, 'Search files by name').fill(path, limit);
    await firstChoice(page, name).click(limit);
    await page.locator('.tab.active', { hasText: name }).waitFor(limit);
  });
}

const quickInput = (page: Page, placeholder: string) =>
  page.locator(`.quick-input-widget input[placeholder^="${placeholder}"]`);

/** The one that Enter would take: the list has followed what was typed. */
const firstChoice = (page: Page, text: string) =>
  page.locator('.quick-input-list .monaco-list-row.focused', { hasText: text });

/**
 * Loads the window anew until it shows what it is to remember. The editor writes that down when it sees fit: a window that
 * was left too soon is not found so, and what it is to remember is brought about again.
 */
export async function reloadUntil(
  page: Page,
  remembered: Locator,
  again: () => Promise<unknown>,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await page.waitForTimeout(attempt * 1_500);
    await page.reload();
    await page.locator('.monaco-workbench .part.statusbar').waitFor();
    try {
      return await remembered.first().waitFor(attempt < MOST_RELOADS ? { timeout: 20_000 } : {});
    } catch (error) {
      if (attempt === MOST_RELOADS) throw error;
      await again();
    }
  }
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
