/** What the report's page and the extension tell each other. */
import type { ImpactFocus, ImpactItem, ImpactResult } from '../../../../server/src/protocol/impact.ts';
import type { Range } from '../../../../server/src/protocol.ts';

/** How the check is going. `cancelled` and `failed` leave the result of the run before, if there was one. */
export type RunState =
  | { state: 'running'; percentage: number; words: string }
  | { state: 'done' }
  | { state: 'cancelled' }
  | { state: 'failed'; reason: string };

/** The result of a run, and when it ended. */
export interface CheckedResult extends ImpactResult {
  /** In ms since 1970. */
  checkedAt: number;
}

export type ToPage =
  | { type: 'run'; run: RunState }
  | { type: 'result'; result: CheckedResult }
  /** Manifests changed since the result. */
  | { type: 'stale' }
  /** Show this manifest alone; undefined: all. */
  | { type: 'focus'; focus: ImpactFocus | undefined };

export type FromPage =
  /** The page listens. */
  | { type: 'ready' }
  | { type: 'run' }
  | { type: 'cancel' }
  | { type: 'showLog' }
  | { type: 'open'; uri: string; range: Range }
  | { type: 'explainRule'; rule: string }
  | { type: 'export'; items: ImpactItem[] };
