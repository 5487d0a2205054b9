import type { EnvironmentName } from '../protocol.ts';

/** `signedOut`: it is there and wants a token, or another one; `expired`: the one it had is past its time. */
export type ControlPlaneState = 'disabled' | 'starting' | 'connected' | 'offline' | 'signedOut' | 'expired';

export interface ControlPlaneStatus {
  state: ControlPlaneState;
  /** The environment whose own control plane it is; absent: it is the one built in. */
  environment?: EnvironmentName;
  /** Host of the node that it is connected to, or was last. Absent: the one built in, or not known yet. */
  place?: string;
  /** ISO time of the last complete answer; facts shown are at least as old. Absent: there never was one. */
  factsAt?: string;
  /** Why it is not connected, in words for people, and what happens next. */
  message?: string;
}

export type ControlPlaneStatuses = { [name in EnvironmentName]?: ControlPlaneStatus };

export interface ControlPlaneNews {
  /** Of the window's environment. */
  controlPlane: ControlPlaneStatus;
  /** Of every environment that the editor is connected to, as a folder is switched there or it has the same one. */
  controlPlanes: ControlPlaneStatuses;
}
