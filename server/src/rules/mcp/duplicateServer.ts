import type { ManifestDocument } from '../../manifest/document.ts';
import type { Declaration } from '../facts.ts';
import { keep } from '../keep.ts';
import type { Rule } from '../rule.ts';

const NAME = ['metadata', 'name'];

export const duplicateServer: Rule = {
  id: 'mcp/duplicate-server',
  summary: 'An MCP server is described under one name.',
  severity: 'warning',
  raised: false,
  *check({ document, facts }) {
    const name = document.kind === 'McpServer' ? document.statedText(NAME) : undefined;
    if (!name) return;
    const byAddress = serversByAddress(facts.documentsOf('McpServer'));
    const same = addressesOf(document).flatMap((address) => byAddress.get(address) ?? []);
    // Under the same name it is naming/duplicate.
    const others = [...new Set(same)].filter((other) => other.name !== name);
    if (others.length === 0) return;
    const names = [...new Set(others.map((other) => `"${other.name}"`))].join(', ');
    yield {
      ...document.place(NAME),
      message: `This is the same server as ${names}: its tools would be offered twice. Keep one of them.`,
      related: others.map((other) => ({
        at: other.at,
        span: other.document.place(NAME),
        message: `The same server is described here as "${other.name}".`,
      })),
    };
  },
};

const serversByAddress = keep((servers) => {
  const byAddress = new Map<string, Declaration[]>();
  for (const server of servers) {
    for (const address of addressesOf(server.document)) {
      const others = byAddress.get(address);
      if (others) others.push(server);
      else byAddress.set(address, [server]);
    }
  }
  return byAddress;
});

/** What makes two servers the same one (decision 22): the URL, or the command with its arguments. */
function addressesOf(document: ManifestDocument): string[] {
  const url = document.statedText(['spec', 'url']);
  const command = document.statedText(['spec', 'command']);
  const args = document.stated(['spec', 'args']) ?? [];
  return [
    ...(url ? [URL.canParse(url) ? new URL(url).href : url] : []),
    ...(command ? [JSON.stringify([command, args])] : []),
  ];
}
