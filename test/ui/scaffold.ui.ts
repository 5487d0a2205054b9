import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { eventually, insist, logs, runCommand, type Theme, uiTest } from './harness.ts';

const widget = (page: Page) => page.locator('.quick-input-widget');
const step = (page: Page, words: string) => widget(page).getByText(words).waitFor();
const choose = async (page: Page, label: string) => {
  await widget(page).locator('.monaco-list-row', { hasText: label }).first().click();
};

const written = (file: string) => existsSync(file) && readFileSync(file, 'utf8') !== '';

for (const theme of ['light', 'dark', 'high-contrast'] satisfies Theme[]) {
  uiTest('New Heady Service asks, checks, previews and writes', { theme }, async (workbench) => {
    const { page, folder, screenshot } = workbench;
    const readme = theme !== 'high-contrast';
    const project = join(folder, 'services', 'impact', 'volunteer-desk');
    const file = join(project, 'test.heady.yaml');
    // One file is there already, and differs.
    mkdirSync(project, { recursive: true });
    writeFileSync(join(project, 'README.md'), '# Volunteer desk\n\nOurs.\n');
    await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
    await runCommand(page, 'Heady: New Heady Service');

    await step(page, '(1/8)');
    await choose(page, 'Test');
    await step(page, '(2/8)');
    await choose(page, 'impact');
    await step(page, '(3/8)');
    await page.keyboard.type('Volunteer Desk');
    await widget(page).locator('.quick-input-message').getByText('must be lower-case').waitFor();
    await screenshot('new-service-name', { readme });
    await page.keyboard.press('Enter');
    await step(page, '(3/8)');
    await widget(page).locator('input').fill('volunteer-desk');
    await page.keyboard.press('Enter');
    await step(page, '(4/8)');
    await page.keyboard.press('Enter');
    await step(page, '(5/8)');
    await screenshot('new-service-sensitivity');
    await page.keyboard.press('Enter');
    await step(page, '(6/8)');
    await page.keyboard.press('Enter');

    await step(page, '(7/8)');
    await widget(page).getByText('Go HTTP service').waitFor();
    await screenshot('new-service-template');
    await page.keyboard.type('TypeScript HTTP');
    await choose(page, 'TypeScript HTTP service');
    await step(page, '(8/9)');
    await widget(page).getByText('Go through them').waitFor();
    await screenshot('new-service-defaults');
    await choose(page, 'Leave the rest as it is');

    await step(page, '(9/9)');
    await page.locator('.editor-instance').getByText('test-impact-volunteer-desk').first().waitFor();
    await widget(page).getByText('yours is kept').first().waitFor();
    await screenshot('new-service-preview', { readme });
    assert.equal(existsSync(file), false);

    await choose(page, 'README.md');
    await widget(page).getByText("Take the template's").waitFor();
    await page.locator('.editor-instance .diffEditor, .diff-editor, .monaco-diff-editor').first().waitFor();
    await screenshot('new-service-conflict');
    await choose(page, 'Keep yours');
    await widget(page)
      .locator('.monaco-list-row', { hasText: /^Create \d+ files/ })
      .waitFor();
    await choose(page, 'Create ');
    await page.locator('.tab.active', { hasText: 'test.heady.yaml' }).waitFor();
    await widget(page).waitFor({ state: 'hidden' });
    await page.locator('.notification-toast', { hasText: 'test-impact-volunteer-desk is made' }).waitFor();
    await screenshot('new-service-made');
    // The tab is there before the disk has the file.
    await eventually('the file being written', () => written(file));
    assert.match(readFileSync(file, 'utf8'), /name: test-impact-volunteer-desk/);
    assert.match(readFileSync(join(project, 'README.md'), 'utf8'), /Ours/);
  });
}

uiTest(
  'New Heady Service goes back, keeps what was answered, and leaves nothing when cancelled',
  {},
  async (workbench) => {
    const { page, folder } = workbench;
    await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
    await runCommand(page, 'Heady: New Heady Service');
    await step(page, '(1/8)');
    await widget(page).locator('.monaco-list-row[aria-label^="Prod"]').click();
    await step(page, '(2/8)');
    await choose(page, 'health');
    await step(page, '(3/8)');
    await page.keyboard.type('triage');
    await widget(page).locator('.quick-input-left-action-bar .action-label').click();
    await step(page, '(2/8)');
    await page.keyboard.press('Enter');
    await step(page, '(3/8)');
    await widget(page).getByText('prod-health-').waitFor();
    await page.keyboard.press('Escape');
    await widget(page).waitFor({ state: 'hidden' });
    // Esc is pressed soon: it goes on where it was left, and back from there.
    await runCommand(page, 'Heady: New Heady Service');
    await step(page, 'Go on where you left');
    await page.keyboard.press('Enter');
    await step(page, '(3/8)');
    await widget(page).getByText('prod-health-triage').waitFor();
    await page.keyboard.press('Escape');
    await widget(page).waitFor({ state: 'hidden' });
    assert.equal(existsSync(join(folder, 'services', 'health', 'triage')), false);
  },
);

uiTest("New Agent asks the template's own questions, by keyboard alone", {}, async (workbench) => {
  const { page, folder, screenshot } = workbench;
  const file = join(folder, 'agents', 'shift-planner.heady.yaml');
  const enter = async (shown: string, typed = '') => {
    await step(page, shown);
    if (typed !== '') await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
  };
  await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
  await runCommand(page, 'Heady: New Agent');
  await enter('(1/7)', 'impact');
  await enter('(2/7)', 'shift-planner');
  await enter('(3/7)');
  await enter('(4/7)', 'internal');
  await enter('(5/7)', 'Plans the shifts of volunteers.');
  await enter('(6/7)', 'Go through');
  // Whom it answers to is asked of every level but the first.
  await step(page, '(7/11)');
  await page.keyboard.type('L0');
  await page.keyboard.press('Enter');
  await step(page, '(8/10)');
  await widget(page).locator('.quick-input-left-action-bar .action-label').click();
  await step(page, '(7/10)');
  await page.keyboard.type('bmad');
  await page.keyboard.press('Enter');
  await enter('(8/11)');
  await enter('(9/11)');
  await step(page, '(10/11)');
  await page.keyboard.type('Planning, ');
  await widget(page).locator('.quick-input-message').getByText('must match').waitFor();
  await screenshot('new-agent-skills');
  await widget(page).locator('input').fill('planning, rosters');
  await page.keyboard.press('Enter');
  await step(page, '(11/11)');
  await page.locator('.editor-instance').getByText('shift-planner').first().waitFor();
  assert.equal(existsSync(file), false);
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: 'shift-planner.heady.yaml' }).waitFor();
  await eventually('the file being written', () => written(file));
  assert.match(readFileSync(file, 'utf8'), /skills: \[planning, rosters\]/);
});

uiTest(
  'New Heady Service keeps a secret, overwrites only where it is told to, and one undo brings all of it back',
  {},
  async (workbench) => {
    const { page, folder, screenshot } = workbench;
    const project = makeGallery(folder);
    const at = (file: string) => join(project, file);
    await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
    await runCommand(page, 'Heady: New Heady Service');
    await answer(page, [
      ['(1/8)', 'Dev'],
      ['(2/8)', 'impact'],
      ['(3/8)', 'pictures'],
      ['(4/8)', ''],
      ['(5/8)', 'internal'],
      ['(6/8)', 'Shows what is in the albums.'],
      ['(7/8)', 'Gallery'],
    ]);
    // What was begun is not kept when one goes back.
    await step(page, '(8/9)');
    await widget(page).locator('input[type=password]').waitFor();
    await page.keyboard.type(SECRET);
    await widget(page).locator('.quick-input-left-action-bar .action-label').click();
    await answer(page, [['(7/9)', 'Gallery']]);
    await step(page, '(8/9)');
    await widget(page).getByText('Leave it empty').waitFor();
    assert.equal(await widget(page).locator('input[type=password]').inputValue(), '');
    await page.keyboard.type(SECRET);
    await page.keyboard.press('Enter');

    await step(page, '(9/9)');
    await choose(page, "Take the template's of all 2");
    await widget(page).getByText('Write 43 files').waitFor();
    await screenshot('new-service-overwrites');
    assert.equal(readFileSync(at('README.md'), 'utf8'), '# ours\n');
    await page.keyboard.press('Enter');
    await page.locator('.notification-toast', { hasText: '43 files written, 2 over yours' }).waitFor();
    assert.equal(readFileSync(at('README.md'), 'utf8'), '# The gallery\n');
    assert.deepEqual(readFileSync(at('logo.png')), THEIR_LOGO);
    assert.ok(existsSync(at('pages/39.md')));

    await runCommand(page, 'Heady: Copy Secret of a Project');
    await widget(page).getByText('pictureToken').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.notification-toast', { hasText: 'is in the clipboard' }).waitFor();
    assert.deepEqual(filesWith(SECRET, folder), []);
    assert.deepEqual(filesWith(SECRET, logs()), []);
    assert.ok(filesWith('', logs()).some((file) => file.endsWith('Heady.log')));

    await page.locator('.editor-instance .view-lines').first().click();
    await page.keyboard.press('ControlOrMeta+z');
    await eventually(
      'what is undone being as it was',
      () => !existsSync(at('pages')) && readFileSync(at('logo.png')).equals(OUR_LOGO),
    );
    await eventually(
      'what is undone being as it was',
      () => readFileSync(at('README.md'), 'utf8') === '# ours\n',
    );
    await eventually(
      'what is undone being as it was',
      () => (statSync(at('logo.png')).mode & 0o777) === 0o640,
    );
    assert.equal(await page.locator('.tab.dirty').count(), 0);
  },
);

uiTest('Add Heady to Existing Project goes all the way by keyboard', {}, async (workbench) => {
  const { page, folder, screenshot } = workbench;
  const project = join(folder, 'Night Shelter');
  mkdirSync(project);
  writeFileSync(join(project, 'main.py'), 'print()\n');
  await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
  await runCommand(page, 'Heady: Add Heady to Existing Project');
  const asked = widget(page).getByText('Which project is Heady added to?');
  await asked.waitFor();
  await widget(page).locator('input[type=text]').fill(`${project}/`);
  // While the editor's own dialog looks into a folder it takes no Enter.
  await insist(async (limit) => {
    if (await asked.isVisible()) await page.keyboard.press('Enter');
    await asked.waitFor({ state: 'hidden', ...limit });
  });
  await answer(page, [
    ['(1/', 'Dev'],
    ['(2/', 'impact'],
  ]);
  // Its name is that of the folder, as names are written.
  await step(page, 'dev-impact-night-shelter');
  await answer(page, [
    ['(3/', ''],
    ['(4/', ''],
    ['(5/', 'internal'],
    ['(6/', 'Tells who has a bed tonight.'],
  ]);
  await step(page, 'What the rails ask of a service');
  await page.keyboard.press('Enter');
  await answer(page, [['(8/9)', 'Leave the rest']]);
  await step(page, '(9/9)');
  await widget(page).locator('.monaco-list-row', { hasText: 'dev.heady.yaml' }).waitFor();
  await screenshot('add-to-project-preview');
  assert.deepEqual(readdirSync(project), ['main.py']);
  await page.keyboard.press('Enter');
  await page.locator('.notification-toast', { hasText: 'dev-impact-night-shelter is made' }).waitFor();
  assert.match(readFileSync(join(project, 'dev.heady.yaml'), 'utf8'), /name: dev-impact-night-shelter/);
  assert.equal(readFileSync(join(project, 'main.py'), 'utf8'), 'print()\n');
});

/** Waits for each step and answers it: by what is typed, or as it is proposed. */
async function answer(
  page: Page,
  answers: readonly (readonly [shown: string, typed: string])[],
): Promise<void> {
  for (const [shown, typed] of answers) {
    await step(page, shown);
    if (typed !== '') await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
  }
}

const SECRET = 'dormouse-4711-teapot';
const OUR_LOGO = Buffer.from('89504e470d0a1a0a00ff', 'hex');
const THEIR_LOGO = Buffer.from('89504e470d0a1a0a00fe00', 'hex');

/** A template with a secret, a picture and many files, and a project that has two of them otherwise. @returns the project */
function makeGallery(folder: string): string {
  const template = join(folder, 'heady-templates', 'gallery');
  mkdirSync(join(template, 'files', 'pages'), { recursive: true });
  const write = (file: string, content: string | Buffer) => writeFileSync(join(template, file), content);
  write(
    'template.heady.yaml',
    `apiVersion: heady.systems/v1
kind: Template
metadata: { name: gallery, title: Gallery, description: Pictures. }
spec:
  version: 1.0.0
  creates: Service
  manifest: files/{{ environment }}.heady.yaml
  secrets:
    - { name: pictureToken, title: Token of the albums, description: It reads the pictures. }
`,
  );
  write(
    'files/{{ environment }}.heady.yaml.liquid',
    `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: {{ fullName }}
  description: {{ description | yaml }}
  tags: { Owner: {{ owner }}, Vertical: {{ vertical }}, DataSensitivity: {{ sensitivity }} }
spec: { environment: {{ environment }}, plane: app, runtime: docker, replicas: 1 }
`,
  );
  write('files/README.md', '# The gallery\n');
  write('files/logo.png', THEIR_LOGO);
  for (let page = 1; page < 40; page++) write(`files/pages/${page}.md`, `Page ${page}\n`);
  const project = join(folder, 'services', 'impact', 'pictures');
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, 'README.md'), '# ours\n');
  writeFileSync(join(project, 'logo.png'), OUR_LOGO, { mode: 0o640 });
  return project;
}

/** Files below a folder in which a text stands. */
function filesWith(text: string, folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return files.filter((file) => readFileSync(file).includes(text));
}
