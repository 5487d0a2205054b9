import type { BrowserContext } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from '../../scripts/host/browser.mjs';
import { accessibilityProblems } from '../ui/axe.ts';
import { MINUTES, proveNodeProjects, startProject } from './npm.ts';
import { goldenOf, makeProject } from './testing.ts';

const CONTACT = `o'neil+"x"&co@heady.systems`;

test(
  'a static site passes its own tests, its linter and the rails, and its pages are accessible in a browser',
  () =>
    proveNodeProjects('static-site', { contact: CONTACT }, async (project, description) => {
      const service = await startProject(project);
      await inBrowser(async (context) => {
        const page = await context.newPage();
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          for (const path of ['/', '/accessibility', '/nowhere']) {
            await page.goto(service.url + path);
            expect(await accessibilityProblems(page), `${path}, ${colorScheme}`).toEqual([]);
          }
        }
        await page.goto(service.url);
        expect(await page.locator('main > p').textContent()).toBe(description);
        await page.getByLabel('Search the questions').fill('dark version');
        await expect.poll(() => page.getByRole('status').textContent()).toBe('1 of 4 questions');
      });
      expect(await service.stop()).toBe(0);
      expect(service.output()).toContain('"msg":"stopped"');
    }),
  MINUTES,
);

test('writes these files', async () => {
  const { generated } = await makeProject('static-site');
  await expect(goldenOf(generated)).toMatchFileSnapshot('golden/static-site.txt');
});

/** As narrow as WCAG asks a page to fit. */
async function inBrowser(use: (context: BrowserContext) => Promise<void>): Promise<void> {
  const browser = await launchBrowser();
  try {
    await use(await browser.newContext({ viewport: { width: 320, height: 800 } }));
  } finally {
    await browser.close();
  }
}
