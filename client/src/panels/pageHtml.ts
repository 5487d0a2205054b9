/** What a page is loaded from. */
export interface PageParts {
  title: string;
  script: string;
  style: string;
  /** Where the editor serves the extension's own files from. */
  cspSource: string;
  /** Random, for this page alone. */
  nonce: string;
}

/** A page before its script runs. It can load its own style and script, and nothing else from anywhere. */
export function pageHtml({ title, script, style, cspSource, nonce }: PageParts): string {
  const policy = `default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${asText(title)}</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<main id="page"></main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}

/** A name comes from a manifest: it is text, whatever it holds. */
function asText(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
