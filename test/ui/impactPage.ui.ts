/** The page of Impact Check's report by itself, in states that are hard to bring about in a real VS Code. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { ToPage } from '../../client/src/webviews/impactReport/messages.ts';
import type { ImpactItem } from '../../server/src/protocol/impact.ts';
import { accessibilityProblems } from './axe.ts';

const built = (file: string) => fileURLToPath(new URL(`../../dist/webviews/${file}`, import.meta.url));

let connected: Promise<Browser> | undefined;
after(async () => (await connected)?.close());

function pageTest(
  title: string,
  body: (page: Page, say: (message: ToPage) => Promise<void>) => Promise<void>,
) {
  test(title, async () => {
    connected ??= chromium.connect(process.env.HEADY_UI_BROWSER ?? '');
    const context = await (await connected).newContext({ viewport: { width: 900, height: 500 } });
    context.setDefaultTimeout(180_000);
    try {
      const page = await context.newPage();
      const faults: Error[] = [];
      page.on('pageerror', (fault) => faults.push(fault));
      await page.setContent(
        '<!doctype html><html lang="en"><head><title>Report</title></head><body><main id="page"></main></body></html>',
      );
      await page.addScriptTag({
        content: 'globalThis.acquireVsCodeApi = () => ({ postMessage() {}, getState() {}, setState() {} })',
      });
      await page.addStyleTag({ path: built('impactReport.css') });
      await page.addScriptTag({ path: built('impactReport.js') });
      await body(page, async (message) => {
        // In order: what is sent after it is heard after it.
        await page.evaluate(
          `new Promise((heard) => { addEventListener('message', () => setTimeout(heard), { once: true }); postMessage(${JSON.stringify(message)}); })`,
        );
      });
      assert.deepEqual(faults, []);
    } finally {
      await context.close();
    }
  });
}

function item(n: number): ImpactItem {
  const at = { line: n, character: 0 };
  return {
    uri: `file:///w/s${n}.heady.yaml`,
    file: `s${n}.heady.yaml`,
    range: { start: at, end: at },
    rule: n % 3 ? 'impact/protected-attribute' : 'impact/exclusionary-language',
    severity: 'error',
    vertical: n % 2 ? 'health' : null,
    message: `Message ${n}.`,
    found: 'blacklist',
    leavesOut: 'somebody',
    reason: 'it does',
    alternatives: ['denylist'],
    source: 'A word list',
    status: 'open',
  };
}

const result = (items: ImpactItem[]): ToPage => ({
  type: 'result',
  result: {
    files: items.length,
    items,
    unreadable: [{ file: 'b.heady.yaml', reason: 'It is binary.' }],
    checkedAt: 0,
  },
});

pageTest('the report tells how far the check is, and keeps the focus when it ends', async (page, say) => {
  const again = page.getByRole('button', { name: 'Run again' }).first();
  await say({ type: 'run', run: { state: 'running', percentage: 42, words: '420 of 1000 manifests' } });
  await page.getByText('Checked 420 of 1000 manifests').waitFor();
  assert.equal(await page.getByRole('progressbar').getAttribute('value'), '42');
  assert.equal(await again.getAttribute('aria-disabled'), 'true');
  assert.deepEqual(await accessibilityProblems(page), []);

  await page.getByRole('button', { name: 'Cancel' }).focus();
  await say({ type: 'run', run: { state: 'cancelled' } });
  assert.equal(await page.getByRole('status').innerText(), 'The check was cancelled.');
  assert.ok(await again.evaluate((button) => button.matches(':focus')));
  assert.deepEqual(await accessibilityProblems(page), []);
});

pageTest('the report says why a check failed, above what the one before it found', async (page, say) => {
  await say(result([item(0)]));
  await say({ type: 'run', run: { state: 'failed', reason: 'The server is gone.' } });
  await page.locator('.notice', { hasText: 'The server is gone. Below is' }).waitFor();
  await page.getByRole('button', { name: 'Show Log' }).waitFor();
  await page.getByText('1 file could not be read').click();
  await page.getByText('b.heady.yaml: It is binary.').waitFor();
  assert.deepEqual(await accessibilityProblems(page), []);
});

pageTest('the report of 10,000 findings is read page by page, and filtered', async (page, say) => {
  await say(result(Array.from({ length: 10_000 }, (_, n) => item(n))));
  await say({ type: 'run', run: { state: 'done' } });
  assert.equal(await page.locator('.finding').count(), 50);
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByText('Findings 51 to 100 of 10,000').waitFor();
  assert.ok(await page.getByRole('tabpanel').evaluate((panel) => panel.matches(':focus')));

  await page.getByLabel('Text', { exact: true }).fill('message 99');
  await page.getByRole('tab', { name: 'Findings (280)' }).waitFor();
  await page.getByText('Findings 1 to 50 of 280').waitFor();
  await page.getByRole('status').getByText('280 findings').waitFor({ state: 'attached' });
});

pageTest('the report of one manifest shows it alone, until the filter is cleared', async (page, say) => {
  const manifest = { kind: 'Service', name: 'dev-health-a' };
  await say({ type: 'focus', focus: { uri: item(1).uri, ...manifest } });
  await say(result([{ ...item(1), manifest }, item(2)]));
  await page.getByText('Only Service dev-health-a').waitFor();
  assert.equal(await page.locator('.finding').count(), 1);
  await page.getByRole('button', { name: 'Clear filter' }).click();
  assert.equal(await page.locator('.finding').count(), 2);
});
