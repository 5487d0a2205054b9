import { ControlPlaneConnection } from './controlPlaneConnection.ts';
import { ControlPlaneFacts } from './controlPlaneFacts.ts';
import type { MakeLink } from './controlPlaneLink.ts';
import type { ControlPlaneKnowledge } from './knowledge.ts';

/** A control plane at a URL, over Streamable HTTP. @param token bearer token, where it asks for one */
export function remoteControlPlane(url: URL, token: string | undefined): MakeLink {
  return async () => {
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
    const authProvider = { token: async () => token };
    return { transport: new StreamableHTTPClientTransport(url, token === undefined ? {} : { authProvider }) };
  };
}

/** Asks a control plane once for all it knows. @throws where it is not reached or refuses */
export async function fetchKnowledge(url: URL, token: string | undefined): Promise<ControlPlaneKnowledge> {
  const link = await remoteControlPlane(url, token)();
  const connection = await ControlPlaneConnection.open(link);
  try {
    const { entries } = await connection.entriesSince(0);
    return new ControlPlaneFacts(entries);
  } finally {
    await connection.close();
  }
}
