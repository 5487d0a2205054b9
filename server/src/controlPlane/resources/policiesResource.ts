import type { McpServer } from '@modelcontextprotocol/server';
import { effectiveRules } from '../gate/effectiveRules.ts';
import type { ControlPlane } from '../plane.ts';
import { readAll } from '../store/readAll.ts';
import { wireEntry } from '../tools/entry.ts';
import { jsonContents, MIME_TYPE } from './jsonContents.ts';
import { POLICIES_URI } from './uri.ts';

/** `heady://policies`: the registered policies, and what they make of every rule. */
export function registerPoliciesResource(server: McpServer, { store, gate }: ControlPlane): void {
  const description =
    'All registered policies, and of every rule how it reports in each environment and who decided so.';
  server.registerResource(
    'policies',
    POLICIES_URI,
    { title: 'Policies and rules', description, mimeType: MIME_TYPE },
    async (uri) => {
      const policies = await readAll(store.catalog, { kind: 'Policy' });
      const rules = effectiveRules(await gate.governance());
      return jsonContents(uri, { policies: policies.map(wireEntry), rules });
    },
  );
}
