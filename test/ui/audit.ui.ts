/** Who called what of the MCP servers, as it is seen in VS Code. */
import { chooseInMenu, runCommand, type Theme, uiTest } from './harness.ts';
import { addEverything, openMcpView } from './mcpView.ts';

for (const theme of ['light', 'dark', 'high-contrast'] satisfies Theme[]) {
  uiTest(
    'calls are seen in the audit view as they are made',
    { theme },
    async ({ page, folder, screenshot }) => {
      await addEverything(folder);
      const row = await openMcpView(page);
      await row('everything').click();
      await row(/^\s*Tools/).click();
      await row('get-env').waitFor();
      await runCommand(page, 'Show Audit');
      const frame = page.frameLocator('iframe.webview').frameLocator('iframe');
      await frame.getByText('Nothing was called yet').waitFor();
      await row('get-env').hover();
      await row('get-env').locator('[aria-label^="Call Tool"]').click();
      await page.locator('.tab', { hasText: 'get-env' }).waitFor();
      await page.locator('.tab', { hasText: 'Audit' }).click();
      await frame.getByRole('cell', { name: 'get-env' }).waitFor();
      await screenshot('audit');
      // A row of the tree shows its own calls.
      await row('echo').click({ button: 'right' });
      await chooseInMenu(page, 'Show Calls');
      await frame.getByText('Nothing passes the filter').waitFor();
      await screenshot('audit-nothing');
    },
  );
}
