export interface RegisterParams {
  kind: string;
  name: string;
  /** The version that must be registered now, so that what was shown is what changes. Absent: whichever it is. */
  ifVersion?: number;
}

/**
 * `refused`: the policy gate found errors; `conflict`: somebody registered a newer version meanwhile; `locked`: the
 * environment is read-only until it is unlocked.
 */
export interface RegisterResult {
  outcome: 'created' | 'updated' | 'unchanged' | 'refused' | 'conflict' | 'locked' | 'unavailable';
  message: string;
  version?: number;
  findings?: { rule: string; message: string; path?: string }[];
}
