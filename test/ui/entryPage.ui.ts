/** The page of an entry's details by itself, in states that are hard to bring about in a real VS Code. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { FromPage, ToPage } from '../../client/src/webviews/entryDetails/messages.ts';
import type { ControlPlaneStatus } from '../../server/src/protocol/controlPlane.ts';
import type { EntryDetails, GraphNode } from '../../server/src/protocol/entryDetails.ts';
import { accessibilityProblems } from './axe.ts';

const built = (file: string) => fileURLToPath(new URL(`../../dist/webviews/${file}`, import.meta.url));

const REF = { kind: 'Service', name: 'prod-health-billing', environment: 'prod' as const };
const CONNECTED: ControlPlaneStatus = { state: 'connected', factsAt: '2026-11-20T10:00:00.000Z' };

let connected: Promise<Browser> | undefined;
after(async () => (await connected)?.close());

interface Scene {
  page: Page;
  /** Heard by the time it resolves. */
  say(message: ToPage): Promise<void>;
  /** What the page said, in order. */
  heard(): Promise<FromPage[]>;
}

function pageTest(title: string, body: (scene: Scene) => Promise<void>): void {
  test(title, async () => {
    connected ??= chromium.connect(process.env.HEADY_UI_BROWSER ?? '');
    const context = await (await connected).newContext({ viewport: { width: 900, height: 600 } });
    context.setDefaultTimeout(180_000);
    try {
      const page = await context.newPage();
      const faults: Error[] = [];
      page.on('pageerror', (fault) => faults.push(fault));
      await page.setContent(
        '<!doctype html><html lang="en"><head><title>Entry</title></head><body><main id="page"></main></body></html>',
      );
      await page.addScriptTag({
        content:
          'globalThis.heard = []; globalThis.acquireVsCodeApi = () => ({ postMessage(message) { heard.push(message) }, getState() {}, setState() {} })',
      });
      await page.addStyleTag({ path: built('entryDetails.css') });
      await page.addScriptTag({ path: built('entryDetails.js') });
      const say = async (message: ToPage) => {
        await page.evaluate(
          `new Promise((heard) => { addEventListener('message', () => setTimeout(heard), { once: true }); postMessage(${JSON.stringify(message)}); })`,
        );
      };
      await say({ type: 'entry', ref: REF });
      await body({ page, say, heard: () => page.evaluate<FromPage[]>('heard') });
      assert.deepEqual(faults, []);
    } finally {
      await context.close();
    }
  });
}

function details(change: Partial<EntryDetails> = {}): ToPage {
  const side = { nodes: [], links: [], omitted: 0 };
  return {
    type: 'details',
    answer: {
      state: 'known',
      item: {
        ...REF,
        state: 'synced',
        errors: 0,
        warnings: 0,
        version: 4,
        registeredAt: '2026-11-20T10:00:00.000Z',
      },
      source: 'registered',
      metadata: [],
      spec: [{ key: 'plane', title: 'Plane', value: 'app' }],
      links: [],
      graph: { depth: 1, dependencies: side, dependents: side },
      findings: [],
      undecided: [],
      drift: [],
      controlPlane: CONNECTED,
      ...change,
    },
  };
}

function nodes(count: number): GraphNode[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `Service/prod-health-s${n}`,
    ref: { kind: 'Service', name: `prod-health-s${n}` },
    distance: 1,
    state: n % 2 ? 'synced' : 'absent',
  }));
}

const focusedText = (page: Page) => page.evaluate<string>('document.activeElement?.textContent ?? ""');

pageTest('an entry is looked up, is nowhere, comes, and is gone again', async ({ page, say }) => {
  await page.getByText('Looking it up').waitFor();
  await say({ type: 'details', answer: { state: 'absent', controlPlane: CONNECTED } });
  await page.getByRole('heading', { name: 'There is no Service prod-health-billing' }).waitFor();
  assert.deepEqual(await accessibilityProblems(page), []);
  await say({ type: 'details', answer: { state: 'unknown', controlPlane: { state: 'starting' } } });
  await page.getByRole('heading', { name: 'prod-health-billing is not known' }).waitFor();

  await say(details());
  await page.getByRole('heading', { level: 1, name: REF.name }).waitFor();
  await say({ type: 'details', answer: { state: 'absent', controlPlane: CONNECTED } });
  await page.locator('.notice', { hasText: 'is gone.' }).waitFor();
  await page.getByText('Version 4, since').waitFor();
  assert.deepEqual(await accessibilityProblems(page), []);
});

pageTest(
  'what is known stays while nobody answers, with its age and what mends it',
  async ({ page, say, heard }) => {
    await say(details({ controlPlane: { ...CONNECTED, state: 'offline', message: 'It stopped.' } }));
    const notice = page.locator('.notice');
    assert.match(await notice.innerText(), /What is registered is as of .*It stopped\./s);
    await page.getByRole('button', { name: 'Reconnect' }).click();
    await say(details({ controlPlane: { state: 'signedOut', message: 'Signed out of heady.example.' } }));
    await page.getByRole('button', { name: 'Sign In' }).click();
    await say({ type: 'failed', reason: 'The server is gone.' });
    await page.getByRole('button', { name: 'Show Log' }).click();
    assert.deepEqual(await accessibilityProblems(page), []);
    const acts = (await heard()).flatMap((message) => (message.type === 'act' ? [message.action] : []));
    assert.deepEqual(acts, ['reconnect', 'signIn', 'showLog']);
    await say(details());
    await notice.waitFor({ state: 'hidden' });
  },
);

pageTest('300 dependents make a picture of some, a number, and a list of all', async ({ page, say }) => {
  const all = nodes(300);
  const links = all.map(({ id }) => ({ from: id, to: '' }));
  const none = { nodes: [], links: [], omitted: 0 };
  await say(
    details({ graph: { depth: 1, dependencies: none, dependents: { nodes: all, links, omitted: 40 } } }),
  );
  assert.equal(await page.locator('.box').count(), 9);
  await page.getByRole('button', { name: 'and 333 more' }).click();
  assert.equal(await focusedText(page), 'As a list');
  await page.getByRole('button', { name: 'Show all 300' }).click();
  assert.equal(await page.locator('.entries li').count(), 300);
  await page.getByText('40 further ones cannot be listed here.').waitFor();
  assert.deepEqual(await accessibilityProblems(page), []);
});

pageTest('the graph is walked with arrow keys, and Enter opens an entry', async ({ page, say, heard }) => {
  const [first, second] = nodes(2);
  assert.ok(first && second);
  const dependencies = {
    nodes: [first, { ...second, isInCycle: true as const }],
    links: [first, second].map(({ id }) => ({ from: '', to: id })),
    omitted: 0,
  };
  const dependents = { nodes: [second], links: [{ from: second.id, to: '' }], omitted: 0 };
  const graph = { depth: 1, dependencies, dependents };
  await say(details({ graph }));
  assert.equal(await page.locator('.box[tabindex="0"]').count(), 1);
  await page.locator('.box.entry').focus();
  await page.keyboard.press('ArrowRight');
  assert.match(await focusedText(page), /^prod-health-s0.*not found/);
  await page.keyboard.press('ArrowDown');
  assert.match(await focusedText(page), /^prod-health-s1.*in a circle/);

  // What arrives meanwhile takes nobody out of their place.
  await say(details({ graph: { ...graph, dependents: { nodes: [], links: [], omitted: 0 } } }));
  assert.match(await focusedText(page), /^prod-health-s1/);
  await page.keyboard.press('Enter');
  assert.deepEqual((await heard()).at(-1), { type: 'openEntry', ref: second.ref });
});

pageTest('history is asked for when it is opened, read on, and compared', async ({ page, say, heard }) => {
  await say(
    details({
      place: {
        uri: 'file:///w/a',
        file: 'a',
        range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      },
    }),
  );
  const asked = async () => (await heard()).filter(({ type }) => type === 'history' || type === 'audit');
  assert.deepEqual(await asked(), []);
  await page.getByRole('heading', { name: 'History' }).click();
  await page.getByText('Asking the control plane').waitFor();
  const version = (n: number) => ({ version: n, registeredAt: '2026-11-20T10:00:00.000Z', actor: 'kim' });
  await say({
    type: 'history',
    isFirst: true,
    history: {
      state: 'answered',
      answer: { versions: [{ ...version(4), changed: ['spec.plane'] }, version(3)], nextCursor: '3' },
    },
  });
  await page.getByText('Changed spec.plane.').waitFor();
  await page.getByRole('button', { name: 'Show earlier versions' }).click();
  await say({ type: 'history', isFirst: false, history: { state: 'unavailable', message: 'It stopped.' } });
  await page.getByText('It stopped.').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  assert.deepEqual(await asked(), [
    { type: 'history' },
    { type: 'history', cursor: '3' },
    { type: 'history', cursor: '3' },
  ]);
  await page.getByRole('button', { name: 'Compare with version 3' }).click();
  assert.deepEqual((await heard()).at(-1), { type: 'compare', from: 3, to: 4 });
  await page.getByLabel('Compare', { exact: true }).selectOption('Version 3');
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  assert.deepEqual((await heard()).at(-1), { type: 'compare', from: 3, to: 'manifest' });
  assert.deepEqual(await accessibilityProblems(page), []);
});

pageTest(
  'the audit log is read only when somebody asks, and says whom it is not for',
  async ({ page, say, heard }) => {
    await say(details());
    await page.getByRole('heading', { name: 'Audit log' }).click();
    await page.getByText('Reading the log is itself recorded').waitFor();
    assert.deepEqual(
      (await heard()).filter(({ type }) => type === 'audit'),
      [],
    );
    await page.getByRole('button', { name: 'Read the audit log' }).click();
    await say({
      type: 'audit',
      isFirst: true,
      audit: { state: 'role', message: 'A viewer may not read the audit log.' },
    });
    await page.getByText('Your role does not allow it').waitFor();
    assert.deepEqual(await accessibilityProblems(page), []);
    const record = {
      seq: 1,
      at: '2026-11-20T10:00:00.000Z',
      actor: 'kim',
      role: 'admin',
      action: 'catalog_register',
      outcome: 'created',
    };
    await say({ type: 'audit', isFirst: true, audit: { state: 'answered', answer: { records: [record] } } });
    await page.getByText('kim (admin): catalog register, created').waitFor();
    await page.getByRole('heading', { name: 'Deployments' }).click();
    await page.getByText('keeps no deployments yet').waitFor();
  },
);
