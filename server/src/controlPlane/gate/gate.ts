import type { ManifestDocument } from '../../manifest/document.ts';

/** Why a manifest may not be registered. */
export interface GateFinding {
  rule: string;
  message: string;
  /** `metadata.tags.Owner`; absent where it is about the whole document. */
  path?: string;
}

/** Judges a manifest before it is registered; no finding: it may. */
export type Gate = (document: ManifestDocument) => Promise<GateFinding[]>;
