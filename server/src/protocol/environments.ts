import type { EnvironmentName } from '../protocol.ts';

/** What stands between a slip and an environment. */
export interface EnvironmentGuard {
  /** Nothing changes there until it is unlocked. */
  readOnly: boolean;
  /** Whoever changes something there is asked first. */
  confirm: boolean;
}

/** An environment as the switch shows it. */
export interface EnvironmentInfo extends EnvironmentGuard {
  name: EnvironmentName;
  /** What it is, for people: "Ephemeral, developer-owned". */
  summary: string;
  /** From its Environment manifest where the workspace has one. */
  manifestUri?: string;
  /** Nodes of its own control plane; none: it is registered in the one built in. */
  controlPlaneUrls: string[];
  /** How its manifest says that one signs in; absent: it does not say. */
  auth?: 'none' | 'bearer' | 'oauth';
  /** Of its manifest, for terminals and requests: no secrets. Without those that `leftOut` names. */
  variables: Record<string, string>;
  /** Names of variables that are not handed out, each with the reason. */
  leftOut: { name: string; reason: string }[];
  /** Where its manifest says that requests of this environment may go; absent: it does not say. */
  allowedHosts?: string[];
  /** Absent while the workspace is still being read: unknown is not none. */
  services?: number;
  /** Services of the environment switched to that are not in this one; absent where nobody can say. */
  missing?: MissingServices;
  /** ISO time as of which its registered entries are known, where the editor is not connected to them now. */
  factsAt?: string;
}

export interface EnvironmentsParams {
  /** URI of the workspace folder whose environment the others are compared with. Absent: the first one's. */
  folder?: string;
}

export interface SetEnvironmentParams {
  environment: EnvironmentName;
  /** URIs of the workspace folders that are switched. Absent: the whole window, with all of them. */
  folders?: string[];
}

export interface MissingServices {
  count: number;
  /** A few of them, without the environment: `health-billing`. */
  names: string[];
}
