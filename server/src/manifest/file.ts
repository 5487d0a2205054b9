import type { ManifestDocument } from './document.ts';

/** A document and where its text starts in the file. */
export interface PlacedDocument {
  readonly offset: number;
  readonly document: ManifestDocument;
}

/** A manifest file: its documents in order. Documents that state nothing (only blanks and comments) are listed. */
export interface ManifestFile {
  readonly text: string;
  readonly documents: readonly PlacedDocument[];
}
