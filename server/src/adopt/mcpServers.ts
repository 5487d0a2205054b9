import type { Plain } from '../manifest/tree.ts';
import { fetchedBy } from '../rules/mcp/packages.ts';
import { holdsCredential, isSecret } from './credentials.ts';
import { type Draft, draft, judged, told } from './draft.ts';
import type { Located } from './located.ts';
import type { Notes } from './notes.ts';

const TRANSPORTS: Readonly<Record<string, 'stdio' | 'http' | 'sse' | 'websocket'>> = {
  stdio: 'stdio',
  local: 'stdio',
  http: 'http',
  'streamable-http': 'http',
  streamablehttp: 'http',
  sse: 'sse',
  ws: 'websocket',
  websocket: 'websocket',
};

/** MCP servers as clients list them: `mcpServers`, or `servers` in `.vscode/mcp.json`. */
export function readMcpServers(root: Located, notes: Notes): Draft[] {
  const servers = root.get('mcpServers') ?? root.get('servers');
  return (servers?.entries() ?? [])
    .filter(([, entry]) => entry.isMap)
    .map(([name, entry]) => read(name, entry, notes));
}

function read(name: string, entry: Located, notes: Notes): Draft {
  const server = draft('McpServer', 'mcp-servers', name, entry);
  const [command, args, url] = [entry.get('command'), entry.get('args'), entry.get('url')];
  const stated = entry.get('transport') ?? entry.get('type');
  const word = stated?.text?.toLowerCase() ?? '';
  const transport = Object.hasOwn(TRANSPORTS, word) ? TRANSPORTS[word] : undefined;
  if (stated && transport) server.spec.set('transport', told(transport, stated));
  else if (command) server.spec.set('transport', judged('stdio', command, 'it is started by a command'));
  else if (url) server.spec.set('transport', judged('http', url, 'it is reached at a URL'));
  takeText(server, 'command', command, notes);
  takeArguments(server, command, args, notes);
  takeText(server, 'url', url, notes);
  takeMap(server, 'env', entry.get('env'), notes);
  takeMap(server, 'headers', entry.get('headers'), notes);
  const known = ['command', 'args', 'url', 'env', 'headers', 'transport', 'type'];
  for (const [key, value] of entry.entries()) {
    if (!known.includes(key)) notes.unmapped(value, `"${key}": MCP servers have no such field here.`);
  }
  return server;
}

function takeText(server: Draft, field: string, value: Located | undefined, notes: Notes): void {
  if (!value?.text) return;
  if (holdsCredential(value.text))
    notes.add(
      'secret',
      value,
      `It holds what looks like a credential; it was left out. Name a variable instead: \${NAME}.`,
    );
  else server.spec.set(field, told(value.text, value));
}

function takeArguments(
  server: Draft,
  command: Located | undefined,
  args: Located | undefined,
  notes: Notes,
): void {
  const words = args?.texts() ?? [];
  if (!args || words.length === 0) return;
  if (holdsCredential(words)) {
    notes.add(
      'secret',
      args,
      `The arguments hold what looks like a credential; they were left out. Name a variable instead: \${NAME}.`,
    );
    return;
  }
  server.spec.set('args', told<Plain>(words, args));
  const loose = fetchedBy(command?.text ?? '', words).find(({ pinned }) => !pinned);
  if (loose) notes.add('decide', args, `"${loose.text}" is whichever version is the latest; state one.`);
}

/** Secrets are named by a variable of the same name, as the gateway fills them in. */
function takeMap(server: Draft, field: 'env' | 'headers', map: Located | undefined, notes: Notes): void {
  const value: { [key: string]: Plain } = {};
  for (const [key, each] of map?.entries() ?? []) {
    const text = each.text ?? '';
    const isReference = /\$\{[^}]*\}/.test(text);
    if (!isReference && (isSecret(key, text) || /^authorization$/i.test(key))) {
      const variable = key.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
      value[key] = `\${${variable}}`;
      notes.add(
        'secret',
        each,
        `"${key}" holds what looks like a credential; the manifest names the variable "${variable}" instead.`,
      );
    } else value[key] = text;
  }
  if (map && Object.keys(value).length > 0) server.spec.set(field, told<Plain>(value, map));
}
