import { randomBytes } from 'node:crypto';
import { Uri, ViewColumn, type WebviewPanel, window } from 'vscode';
import { pageHtml } from './pageHtml.ts';

/** Where the editor serves pages from; a panel needs nothing else. */
export function pagesRoot(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'webviews');
}

/** Opens a panel for a page, where the user is. It has no page yet. @param id of its kind */
export function openPanel(id: string, title: string, extensionUri: Uri): WebviewPanel {
  const panel = window.createWebviewPanel(id, title, ViewColumn.Active, {
    enableScripts: true,
    enableFindWidget: true,
    localResourceRoots: [pagesRoot(extensionUri)],
  });
  panel.iconPath = panelIcon(extensionUri);
  return panel;
}

/**
 * Fills a panel with a page of its own script and style.
 *
 * @param bundle what both are called, without their endings
 */
export function showPage({ webview }: WebviewPanel, extensionUri: Uri, bundle: string, title: string): void {
  const served = (file: string) =>
    webview.asWebviewUri(Uri.joinPath(pagesRoot(extensionUri), file)).toString();
  webview.html = pageHtml({
    title,
    script: served(`${bundle}.js`),
    style: served(`${bundle}.css`),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
  });
}

/** The product's own mark on the tab of a panel. */
export function panelIcon(extensionUri: Uri): { light: Uri; dark: Uri } {
  const icon = (theme: string) => Uri.joinPath(extensionUri, 'media', `manifest-${theme}.svg`);
  return { light: icon('light'), dark: icon('dark') };
}
