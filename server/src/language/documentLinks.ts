import type { DocumentLink } from 'vscode-languageserver-types';
import { URI, Utils } from 'vscode-uri';
import { type ManifestFile, type PlacedDocument, rangeOf } from '../manifest/file.ts';
import { type Path, type ScalarNode, walk } from '../manifest/tree.ts';

/** What opens on a click: URLs, container images in their registry, API definitions beside the manifest. */
export function documentLinks(file: ManifestFile, uri: string): DocumentLink[] {
  return file.documents.flatMap((placed) => {
    const links: DocumentLink[] = [];
    for (const { node, path } of walk(placed.document.root)) {
      if (node.type !== 'scalar' || node.aliased || typeof node.value !== 'string') continue;
      const target = targetOf(placed, path, node.value, uri);
      if (target) links.push({ range: rangeOf(placed, inner(node)), target });
    }
    return links;
  });
}

function targetOf({ document }: PlacedDocument, path: Path, value: string, uri: string): string | undefined {
  if (/^https?:\/\/[^\s${}]+$/.test(value)) return value;
  const field = path.join('.');
  if (document.kind === 'Api' && field === 'spec.definition' && !/^[a-z][a-z0-9+.-]*:/i.test(value)) {
    return Utils.resolvePath(Utils.dirname(URI.parse(uri)), value).toString();
  }
  return document.kind === 'Service' && field === 'spec.image' ? imageUrl(value) : undefined;
}

/** `registry.heady.systems/health/billing:2.4.1` -> the page of that image; a bare name has no known registry. */
function imageUrl(image: string): string | undefined {
  const [, registry, repository] = /^([\w-]+(?:\.[\w-]+)+(?::\d+)?)\/([\w./-]+)/.exec(image) ?? [];
  return registry && repository ? `https://${registry}/${repository}` : undefined;
}

function inner({ start, end, style }: ScalarNode) {
  const quote = style === 'single' || style === 'double' ? 1 : 0;
  return { start: start + quote, end: end - quote };
}
