import type { DocumentSummary } from './documentSummary.ts';
import type { FileStamp } from './fileStamp.ts';
import type { KeptReport } from './reports.ts';

/** What is kept of a file on disk, so that it need not be parsed again while its content is the same. */
export interface FileRecord {
  /** Under which the index knows it. */
  uri: string;
  /** Of the content. */
  hash: string;
  /** Absent: the file had just changed, so that only its content tells whether it is the same. */
  stamp?: FileStamp;
  hasBom?: true;
  /** Why the file is no text. */
  refusal?: string;
  /** Of its facts, as `WorkspaceIndex.digests` has it. */
  facts: string;
  /** A document of it governs others. */
  governs?: true;
  /** Worked out when asked for: most are not. */
  documents(): readonly DocumentSummary[];
  /** By document; where something is known. */
  reports?: readonly (KeptReport | undefined)[];
}
