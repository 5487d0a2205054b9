import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { insist, openFile, pointUntil, runCommand, type Theme, uiTest } from './harness.ts';

const file = 'naming.service.heady.yaml';

for (const theme of ['light', 'dark', 'high-contrast'] satisfies Theme[]) {
  uiTest(
    'a wrong manifest is underlined, explained and fixed',
    { theme, sample: 'broken' },
    async (workbench) => {
      const { page, folder, screenshot } = workbench;
      await openFile(page, file);
      const squiggle = page.locator('.editor-instance .squiggly-error').first();
      await squiggle.waitFor();

      await runCommand(page, 'Go to Next Problem in Files (Error, Warning, Info)');
      await screenshot('manifest-problem');
      await page.keyboard.press('Escape');

      await pointUntil(squiggle, page.locator('.monaco-hover:visible', { hasText: 'naming/service' }));
      await screenshot('manifest-hover', { readme: true });
      await page.keyboard.press('Escape');

      const fix = page.locator('.action-widget .monaco-list-row').first();
      await insist(async (limit) => {
        await page.keyboard.press('ControlOrMeta+.');
        await fix.waitFor(limit);
      });
      await screenshot('manifest-fix', { readme: true });
      const before = await readFile(join(folder, file), 'utf8');
      await page.keyboard.press('Enter');
      await squiggle.waitFor({ state: 'detached' });
      await page.keyboard.press('ControlOrMeta+S');
      await page.locator('.tab.active:not(.dirty)', { hasText: file }).waitFor();
      assert.notEqual(await readFile(join(folder, file), 'utf8'), before);
    },
  );
}
