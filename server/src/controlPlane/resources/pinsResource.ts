import { type McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server';
import type { ControlPlane } from '../plane.ts';
import type { DecidedPin, PinStore } from '../store/pinStore.ts';
import { wirePin } from '../tools/pin.ts';
import { jsonContents, MIME_TYPE } from './jsonContents.ts';
import { decoded } from './uri.ts';

const AT_A_TIME = 200;

/** A resource is read in one piece; beyond this, `pin_list` pages. */
const MAX_LISTED = 2_000;

/** `heady://pins/{server}`: what was decided about the definitions of an MCP server; changes are told. */
export function registerPinsResource(server: McpServer, { store }: ControlPlane): void {
  server.registerResource(
    'pins',
    new ResourceTemplate('heady://pins/{server}', { list: undefined }),
    {
      title: 'Decisions about an MCP server',
      description:
        'Which of its definitions the organisation approved or rejected; pin_list has them in full.',
      mimeType: MIME_TYPE,
    },
    async (uri, variables) => {
      const name = decoded(String(variables.server));
      // Of a server that nobody decided about there is nothing yet, and it can be listened to.
      if (name === undefined) throw new ResourceNotFoundError(uri.href);
      const pins = await decidedAbout(store.pins, name);
      return jsonContents(uri, { server: name, pins: pins.map((pin) => wirePin(pin, false)) });
    },
  );
}

async function decidedAbout(store: PinStore, server: string): Promise<DecidedPin[]> {
  const pins: DecidedPin[] = [];
  for (;;) {
    const last = pins.at(-1);
    const page = await store.list({ server, limit: AT_A_TIME, ...(last ? { after: last } : {}) });
    pins.push(...page);
    if (page.length < AT_A_TIME || pins.length >= MAX_LISTED) return pins;
  }
}
