import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import {
  answerNotice,
  chooseInMenu,
  openHeady,
  runCommand,
  type Theme,
  uiTest,
  writeUntil,
} from './harness.ts';

const THEMES = ['light', 'dark', 'high-contrast'] satisfies Theme[];

const choices = (page: Page) => page.locator('.quick-input-list .monaco-list-row');
const entry = (page: Page, label: string) => page.getByRole('treeitem', { name: label });
const toast = (page: Page, text: string) => page.locator('.notification-toast', { hasText: text });
const asked = (page: Page, title: string) => page.locator('.quick-input-title', { hasText: title }).waitFor();
const input = (page: Page) => page.locator('.quick-input-widget input[type=text]');

function service(name: string, more = ''): string {
  return `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: ${name}
  title: Thanks
  description: Writes to those who gave.
  tags: { Owner: team-impact, Vertical: impact, DataSensitivity: internal }
spec:
  environment: dev
  plane: app
  runtime: podman
  image: registry.heady.systems/impact/thanks:1.0.0
  replicas: 1
${more}`;
}

/** Three services of which one is refused; the catalog is there, and knows none of them. */
async function withServices(page: Page, folder: string): Promise<void> {
  await openHeady(page);
  await entry(page, 'Service dev-impact-donor-crm, in sync').waitFor();
  const letters = service('dev-impact-letters', '  dependsOn: [dev-impact-thanks]\n');
  const texts = {
    thanks: service('dev-impact-thanks'),
    letters,
    odd: service('dev-impact-odd').replace('replicas: 1', 'replicas: two'),
  };
  for (const [name, text] of Object.entries(texts)) {
    const row = entry(page, `Service dev-impact-${name}, not registered`);
    await writeUntil(join(folder, `${name}.heady.yaml`), text, row);
  }
}

/** All but the odd one, which has errors, are picked at once. */
async function registerThem(page: Page): Promise<void> {
  await runCommand(page, 'Heady: Register Manifests...');
  await choices(page).filter({ hasText: 'dev-impact-odd' }).waitFor();
  await input(page).focus();
  await page.keyboard.press('Enter');
  await toast(page, '2 manifests are registered.').getByRole('button', { name: 'Undo' }).waitFor();
  await entry(page, 'Service dev-impact-thanks, in sync').waitFor();
}

/** Runs a command on an entry that is chosen as a person does: by its name. */
async function onEntry(page: Page, command: string, name: string): Promise<void> {
  await runCommand(page, command);
  // What is typed earlier goes into the palette.
  await asked(page, command.replace('...', ''));
  await input(page).fill(name);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }).waitFor();
  await page.keyboard.press('Enter');
}

for (const theme of THEMES) {
  uiTest('a service is promoted through its gates, and taken back', { theme }, async (workbench) => {
    const { page, folder, screenshot } = workbench;
    await withServices(page, folder);
    await registerThem(page);
    const promote = 'Heady: Promote to Next Environment...';
    await onEntry(page, promote, 'dev-impact-letters');
    // What it depends on is not there yet.
    await choices(page).filter({ hasText: 'refused' }).first().waitFor();
    await screenshot('promote-refused');
    await choices(page).filter({ hasText: 'Take dev-impact-thanks there first' }).click();
    await asked(page, 'Heady: Promote dev-impact-thanks to Test');
    await choices(page).filter({ hasText: 'Promote to Test' }).waitFor();
    await screenshot('promote-gates');
    await page.keyboard.press('Enter');
    await answerNotice(page, 'dev-impact-thanks version 1 is in Test now', 'Undo');
    await toast(page, 'Undone: Service test-impact-thanks is retired').waitFor();
  });
}

uiTest(
  'a promotion of what changed meanwhile shows what did, and takes what is said of its own',
  { theme: 'dark' },
  async (workbench) => {
    const { page, folder, screenshot } = workbench;
    await withServices(page, folder);
    await registerThem(page);
    await onEntry(page, 'Heady: Promote to Next Environment...', 'dev-impact-thanks');
    await choices(page).filter({ hasText: 'Promote to Test' }).waitFor();
    // The list of gates stays while another version is registered.
    const changed = service('dev-impact-thanks').replace('replicas: 1', 'replicas: 4');
    await writeFile(join(folder, 'thanks.heady.yaml'), changed);
    const drifted = entry(page, 'Service dev-impact-thanks, drifted');
    await chooseInMenu(drifted, 'Register in Catalog');
    await entry(page, 'Service dev-impact-thanks, in sync').waitFor();
    await choices(page).filter({ hasText: 'Promote to Test' }).click();
    const conflict = 'is registered as version 2 by now, not 1';
    await answerNotice(page, conflict, 'Show What Changed');
    await page.locator('.tab.active', { hasText: 'version 1 ↔ version 2' }).waitFor();
    await screenshot('promote-conflict');
    await answerNotice(page, conflict, 'Walk the Gates Again');
    await choices(page).filter({ hasText: "Fields of Test's own come along" }).click();
    await asked(page, 'Heady: What Test Has for Itself of dev-impact-thanks');
    await screenshot('promote-own');
    await choices(page).filter({ hasText: 'replicas' }).click();
    await choices(page).filter({ hasText: 'Another value...' }).click();
    await asked(page, 'Heady: replicas in Test');
    await input(page).fill('7');
    await page.keyboard.press('Enter');
    await choices(page).filter({ hasText: 'Test: 7' }).waitFor();
    await choices(page).filter({ hasText: 'Back to the gates' }).click();
    await choices(page).filter({ hasText: 'Test has 1 field of its own' }).waitFor();
    await choices(page).filter({ hasText: 'Promote to Test' }).click();
    await toast(page, 'dev-impact-thanks version 2 is in Test now').waitFor();
  },
);

uiTest('what others depend on is retired only once that is said, and brought back', {}, async (workbench) => {
  const { page, folder, screenshot } = workbench;
  await withServices(page, folder);
  await registerThem(page);
  await onEntry(page, 'Heady: Retire from Catalog...', 'dev-impact-thanks');
  await asked(page, 'Heady: Retire dev-impact-thanks');
  await input(page).fill('Replaced by another one');
  await page.keyboard.press('Enter');
  const dialog = page.locator('.monaco-dialog-box');
  await dialog.getByText('Others depend on dev-impact-thanks.').waitFor();
  await screenshot('retire-dependants');
  await dialog.getByRole('button', { name: 'Retire Anyway' }).click();
  await entry(page, 'Service dev-impact-thanks, not registered').waitFor();
  await answerNotice(page, 'is retired', 'Undo');
  await entry(page, 'Service dev-impact-thanks, in sync').waitFor();
});

uiTest(
  'what drifted is compared, and what is registered taken over',
  { theme: 'dark' },
  async (workbench) => {
    const { page, folder, screenshot } = workbench;
    await withServices(page, folder);
    await registerThem(page);
    const changed = service('dev-impact-thanks').replace('replicas: 1', 'replicas: 4');
    await writeFile(join(folder, 'thanks.heady.yaml'), changed);
    await entry(page, 'Service dev-impact-thanks, drifted').waitFor();
    await onEntry(page, 'Heady: Compare with Registered', 'dev-impact-thanks');
    const differs = 'dev-impact-thanks differs from version 1 in 1 field';
    await toast(page, differs).waitFor();
    await screenshot('drift-compared');
    await answerNotice(page, differs, 'Take Registered...');
    await choices(page).filter({ hasText: 'registered: 1 · here: 4' }).waitFor();
    await screenshot('drift-fields');
    await input(page).focus();
    await page.keyboard.press('Enter');
    await entry(page, 'Service dev-impact-thanks, in sync').waitFor();
  },
);

uiTest('what is not registered with others says why', {}, async ({ page, folder, screenshot }) => {
  await withServices(page, folder);
  await runCommand(page, 'Heady: Register Manifests...');
  await choices(page).filter({ hasText: 'dev-impact-odd' }).waitFor();
  await screenshot('register-many');
  await choices(page).filter({ hasText: 'dev-impact-odd' }).click();
  await input(page).focus();
  await page.keyboard.press('Enter');
  await answerNotice(page, '2 of 3 are registered; 1 is not', 'Show Why');
  await page.locator('.tab.active', { hasText: 'Not registered' }).waitFor();
});
