import type { Transport } from '@modelcontextprotocol/client';

/** What carries messages to a control plane: a child process's pipes, HTTP. */
export interface ControlPlaneLink {
  transport: Transport;
  /** The protocol revision that it surely speaks; absent: found out. */
  revision?: string;
  /** Why the other side, by now gone, could not be connected to, if it said so. */
  lastWords?(): Promise<string | undefined>;
}

/** Makes a new link; called for each attempt to connect. */
export type MakeLink = () => Promise<ControlPlaneLink>;
