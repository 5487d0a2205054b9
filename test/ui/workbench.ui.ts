import { type Theme, uiTest } from './harness.ts';

for (const theme of ['light', 'dark', 'high-contrast'] satisfies Theme[]) {
  uiTest('the workbench shows Heady', { theme }, async ({ page, screenshot }) => {
    await page.locator('.activitybar [aria-label^="Heady"]').first().waitFor();
    await page.locator('.statusbar-item[id^="heady-systems.heady"]').first().waitFor();
    const marked = { light: '.vs', dark: '.vs-dark', 'high-contrast': '.hc-black' }[theme];
    await page.locator(`.monaco-workbench${marked}`).waitFor();
    await screenshot('workbench');
  });
}
