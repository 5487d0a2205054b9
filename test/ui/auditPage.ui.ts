/** The page of the audit logs by itself, in states that are hard to bring about in a real VS Code. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { AuditAnswer, AuditParams } from '../../server/src/protocol/audit.ts';
import { accessibilityProblems } from './axe.ts';

const built = (file: string) => fileURLToPath(new URL(`../../dist/webviews/${file}`, import.meta.url));

let connected: Promise<Browser> | undefined;
after(async () => (await connected)?.close());

interface Log {
  page: Page;
  /** What the page asked for, in order. */
  asked: AuditParams[];
}

/** Shows the page of a log that answers as it is told. */
function pageTest(
  title: string,
  answer: (params: AuditParams, count: number) => AuditAnswer,
  body: (log: Log) => Promise<void>,
) {
  test(title, async () => {
    connected ??= chromium.connect(process.env.HEADY_UI_BROWSER ?? '');
    const context = await (await connected).newContext({ viewport: { width: 1100, height: 700 } });
    context.setDefaultTimeout(180_000);
    try {
      const page = await context.newPage();
      const faults: Error[] = [];
      const asked: AuditParams[] = [];
      page.on('pageerror', (fault) => faults.push(fault));
      await page.exposeFunction('answer', (params: AuditParams) => {
        asked.push(params);
        return answer(params, asked.length);
      });
      await page.setContent(
        '<!doctype html><html lang="en"><head><title>Audit</title></head><body><main id="page"></main></body></html>',
      );
      await page.addScriptTag({
        content: `globalThis.acquireVsCodeApi = () => ({ getState() {}, setState() {}, async postMessage(message) {
          if (message.type === 'read') postMessage({ type: 'answer', id: message.id, answer: await answer(message.params) });
        } })`,
      });
      await page.addStyleTag({ path: built('audit.css') });
      await page.addScriptTag({ path: built('audit.js') });
      await body({ page, asked });
      assert.deepEqual(faults, []);
    } finally {
      await context.close();
    }
  });
}

const at = (second: number) => new Date(Date.UTC(2026, 10, 21) + second * 1_000).toISOString();
const call = (n: number) => ({
  at: at(n),
  actor: 'ada',
  server: 'files',
  method: 'tools/call',
  item: `tool-${n}`,
  outcome: n % 10 === 0 ? 'refused' : 'done',
  ...(n % 10 === 0 ? { rule: 'gateway/role' } : {}),
  milliseconds: n,
});

/** A million calls, of which a page is made when it is asked for. */
const MILLION = 1_000_000;
const many = ({ before, after: since, limit = 100 }: AuditParams): AuditAnswer => {
  if (since !== undefined) return { records: [], newest: since };
  const end = before === undefined ? MILLION : Number(before);
  const records = Array.from({ length: Math.min(limit, end) }, (_, i) => call(end - 1 - i));
  return { records, older: String(end - limit), newest: String(MILLION) };
};

pageTest('a million calls are read page by page, back and forth', many, async ({ page }) => {
  await page.getByRole('status').getByText('100 calls').waitFor();
  const rows = page.locator('tbody tr:not(.details)');
  assert.equal(await rows.count(), 100);
  assert.match(await rows.first().innerText(), /tool-999999/);
  assert.deepEqual(await accessibilityProblems(page), []);
  await page.getByRole('button', { name: 'Older' }).click();
  await page.getByText('tool-999899').waitFor();
  assert.equal(await rows.count(), 100);
  await page.getByRole('button', { name: 'Newer' }).click();
  await page.getByText('tool-999999').waitFor();
  const first = page.getByRole('button', { name: 'details' }).first();
  await first.press('Enter');
  assert.equal(await first.getAttribute('aria-expanded'), 'true');
  await page.locator('tr.details dt', { hasText: 'milliseconds' }).waitFor();
  assert.deepEqual(await accessibilityProblems(page), []);
});

pageTest(
  'calls that come are shown above as they come',
  (params, count) =>
    params.after === undefined
      ? { records: [call(1)], newest: '1' }
      : { records: count === 2 ? [call(2)] : [], newest: '2' },
  async ({ page }) => {
    await page.getByText('tool-2').waitFor();
    assert.deepEqual(await page.locator('tbody tr:not(.details) td:nth-child(3)').allInnerTexts(), [
      'tool-2',
      'tool-1',
    ]);
  },
);

pageTest(
  'a long log is searched on until something is found, and the filter can be cleared',
  ({ filter, before }) => {
    if (Object.keys(filter).length === 0) return { records: [call(5)], newest: '9' };
    if (before === undefined) return { records: [], older: '1', newest: '9', searchedTo: at(3) };
    return { records: [] };
  },
  async ({ page, asked }) => {
    await page.getByText('tool-5').waitFor();
    await page.getByLabel('User').fill('grace');
    await page.getByText('Nothing passes the filter').waitFor();
    // Beside what it searches for, the page asks now and then for what has come.
    const searched = asked.filter(({ after }) => after === undefined).at(-1);
    assert.deepEqual(searched?.filter, { actor: 'grace' });
    assert.equal(searched?.before, '1');
    assert.deepEqual(await accessibilityProblems(page), []);
    await page.locator('.nothing').getByRole('button', { name: 'Clear filter' }).click();
    await page.getByText('tool-5').waitFor();
  },
);

pageTest(
  "a log that may not be read says why, and the other one is a key's press away",
  ({ log }) =>
    log === 'calls'
      ? { records: [] }
      : { state: 'refused', message: 'Refused by access/audit_query. It takes the role admin.' },
  async ({ page }) => {
    await page.getByText('Nothing was called yet').waitFor();
    await page.getByRole('tab', { name: 'Calls of MCP servers' }).press('ArrowRight');
    await page.getByText('You may not read this log').waitFor();
    await page.getByText('It takes the role admin.').waitFor();
    assert.equal(await page.getByLabel('Server').isVisible(), false);
    assert.deepEqual(await accessibilityProblems(page), []);
  },
);

pageTest(
  'a log that cannot be asked now is asked again',
  (_, count) => (count === 1 ? { state: 'offline', message: 'It stopped.' } : { records: [call(1)] }),
  async ({ page }) => {
    await page.getByText('The control plane cannot be asked now').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('tool-1').waitFor();
    assert.equal(await page.getByText('cannot be asked now').isVisible(), false);
  },
);
