import type { Transport } from '@modelcontextprotocol/client';

/** What carries messages to a control plane: a child process's pipes, HTTP. */
export interface ControlPlaneLink {
  transport: Transport;
  /** The protocol revision that it surely speaks; absent: found out. */
  revision?: string;
  /** Why the link broke, if the other side said so. */
  lastWords?(): string | undefined;
}

/** Makes a new link; called for each attempt to connect. */
export type MakeLink = () => Promise<ControlPlaneLink>;
