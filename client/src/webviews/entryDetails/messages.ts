/** What the page of an entry and the extension tell each other. */
import type {
  Asked,
  EntryAnswer,
  EntryAudit,
  EntryHistory,
  EntryRef,
} from '../../../../server/src/protocol/entryDetails.ts';
import type { Range } from '../../../../server/src/protocol.ts';

export type ToPage =
  /** What the page is about; said first. */
  | { type: 'entry'; ref: EntryRef }
  | { type: 'details'; answer: EntryAnswer }
  /** Nothing could be learned: what is shown is what was known before. */
  | { type: 'failed'; reason: string }
  /** @property isFirst the latest versions; otherwise those before what is shown */
  | { type: 'history'; isFirst: boolean; history: Asked<EntryHistory> }
  | { type: 'audit'; isFirst: boolean; audit: Asked<EntryAudit> };

/** A version as the history counts them, or the manifest as it stands in the editor. */
export type Side = number | 'manifest';

/** What can be done to an entry; each is a command of the editor. */
export type EntryAction =
  | 'openManifest'
  | 'register'
  | 'promote'
  | 'retire'
  | 'copyName'
  | 'reconnect'
  | 'signIn'
  | 'switch'
  | 'showLog';

export type FromPage =
  /** The page listens. @property depth of the graph that it shows */
  | { type: 'ready'; depth: number }
  | { type: 'depth'; depth: number }
  | { type: 'history'; cursor?: string }
  | { type: 'audit'; cursor?: string }
  | { type: 'openEntry'; ref: EntryRef }
  | { type: 'openPlace'; uri: string; range: Range }
  | { type: 'openRule'; page: string }
  | { type: 'fix'; uri: string; range: Range; rule: string; title: string }
  | { type: 'compare'; from: Side; to: Side }
  | { type: 'act'; action: EntryAction };
