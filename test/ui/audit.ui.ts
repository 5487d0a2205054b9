/** Who called what of the MCP servers, as it is seen in VS Code. */
import { chooseInMenu, clickAction, runCommand, type Theme, uiTest } from './harness.ts';
import { addEverything, openMcpView, openRow } from './mcpView.ts';

for (const theme of ['light', 'dark', 'high-contrast'] satisfies Theme[]) {
  uiTest(
    'calls are seen in the audit view as they are made',
    { theme, prepare: addEverything },
    async ({ page, screenshot }) => {
      const row = await openMcpView(page);
      await openRow(row('everything'));
      await openRow(row(/^\s*Tools/));
      await row('get-env').waitFor();
      await runCommand(page, 'Show Audit');
      const frame = page.frameLocator('iframe.webview').frameLocator('iframe');
      await frame.getByText('Nothing was called yet').waitFor();
      await clickAction(row('get-env'), 'Call Tool');
      await page.locator('.tab', { hasText: 'get-env' }).waitFor();
      await page.locator('.tab', { hasText: 'Audit' }).click();
      await frame.getByRole('cell', { name: 'get-env' }).waitFor();
      await screenshot('audit');
      // A row of the tree shows its own calls.
      await chooseInMenu(row('echo'), 'Show Calls');
      await frame.getByText('Nothing passes the filter').waitFor();
      await screenshot('audit-nothing');
    },
  );
}
