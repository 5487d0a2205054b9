import type { ManifestDocument } from './document.ts';

/** What may stand side by side under one name: golden images, one for each of their versions. */
export function releaseOf(document: ManifestDocument): string | undefined {
  return document.kind === 'GoldenImage' ? document.statedText(['spec', 'version']) : undefined;
}
