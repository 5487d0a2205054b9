import { homedir } from 'node:os';
import { basename, resolve, sep } from 'node:path';
import {
  entryOf,
  type ManifestNode,
  type MapEntry,
  nodeAt,
  type Plain,
  plainOf,
  type Span,
} from '../../manifest/tree.ts';
import { visible } from '../hygiene/invisible.ts';
import { DEFAULTS, type SourceProblem, type Upstream } from '../upstream.ts';
import { parseJsonc } from './jsonc.ts';
import { inputsIn, type McpInput } from './mcpInput.ts';
import { startsGateway } from './ownGateway.ts';

/** A server of a `mcp.json`, before what it asks for is known. */
export interface McpJsonServer {
  /** `${input:ID}` and `${env:NAME}` stand in it as they are written. */
  readonly upstream: Upstream;
  /** Ids of the inputs it refers to. */
  readonly inputs: readonly string[];
  /** Absolute, though variables may stand in it. */
  readonly envFile?: string;
}

/** What a `mcp.json` of VS Code tells of. */
export interface McpJson {
  readonly servers: readonly McpJsonServer[];
  readonly inputs: ReadonlyMap<string, McpInput>;
  readonly problems: readonly SourceProblem[];
}

/** Characters that would let a name say, where it is shown, what it does not. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** What an entry is, or why it is left out. */
class EntryError extends Error {}

/**
 * Reads a `mcp.json`. Never throws; an entry that makes no sense is left out, alone. Where what is wrong is in no entry
 * the file is left out as a whole: nobody could say what else of it was meant otherwise.
 *
 * @param folder the workspace's, absolute: servers run there
 */
export function parseMcpJson(text: string, uri: string, folder: string): McpJson {
  const { root, problems: mistakes, lineAt } = parseJsonc(text);
  const stated = nodeAt(root, ['servers']);
  const entries = stated?.type === 'map' ? stated.entries : [];
  const outside = mistakes.find((mistake) => !entries.some((entry) => isWithin(mistake, entry)));
  if (outside) {
    const reason = `It cannot be read: ${outside.message}`;
    return { servers: [], inputs: new Map(), problems: [{ uri, line: lineAt(outside.start), reason }] };
  }
  const inputs = inputsIn(root);
  const servers: McpJsonServer[] = [];
  const problems: SourceProblem[] = [];
  const elsewhere = entryOf(root, 'mcpServers');
  if (elsewhere) {
    const reason = '"mcpServers" is what other programs read: here it is "servers".';
    problems.push({ uri, line: lineAt(elsewhere.key.start), reason });
  }
  if (stated && stated.type !== 'map') {
    const reason = '"servers" is no object: it has each server by its name.';
    problems.push({ uri, line: lineAt(stated.start), reason });
  }
  if (root && root.type !== 'map') {
    problems.push({ uri, line: lineAt(root.start), reason: 'It is no object that has "servers".' });
  }
  const seen = new Set<string>();
  for (const entry of entries) {
    const name = String(entry.key.value);
    const line = lineAt(entry.key.start);
    if (UNSEEN.test(name)) {
      const reason = `${visible(JSON.stringify(name))} is no name for a server: it holds what nobody sees.`;
      problems.push({ uri, line, reason });
      continue;
    }
    try {
      if (seen.has(name))
        throw new EntryError(
          `The file has "${name}" twice, and the first of them counts. Give one another name.`,
        );
      seen.add(name);
      const mistake = mistakes.find((each) => isWithin(each, entry));
      if (mistake) throw new EntryError(`It cannot be read: ${mistake.message}`);
      servers.push(serverOf(name, entry.value, inputs, { uri, line, folder }));
    } catch (error) {
      if (!(error instanceof EntryError)) throw error;
      problems.push({ name, uri, line, reason: error.message });
    }
  }
  return { servers, inputs, problems };
}

function isWithin({ start }: Span, { key, value }: MapEntry): boolean {
  return start >= key.start && start < value.end;
}

interface Place {
  readonly uri: string;
  readonly line: number;
  readonly folder: string;
}

function serverOf(
  name: string,
  node: ManifestNode,
  inputs: ReadonlyMap<string, McpInput>,
  { uri, line, folder }: Place,
): McpJsonServer {
  if (node.type !== 'map') throw new EntryError('It is no object with "command" or "url".');
  const entry = new Entry(node, folder);
  const command = entry.text('command');
  const url = entry.text('url');
  const transport = transportOf(entry.text('type'), command, url);
  if (entry.plain('sandboxEnabled') === true) {
    throw new EntryError('It asks to run in a sandbox, which the gateway does not have.');
  }
  const args = entry.texts('args');
  if (transport === 'stdio' && startsGateway(command ?? '', args)) {
    throw new EntryError('It starts this gateway, which would serve itself without end.');
  }
  const envFile = transport === 'stdio' ? entry.text('envFile') : undefined;
  const clientId = entry.plain('oauth', 'clientId');
  const upstream: Upstream = {
    name,
    origin: { kind: 'mcp.json', uri, line },
    transport,
    ...(transport === 'stdio'
      ? {
          command: command ?? '',
          args,
          env: entry.values('env'),
          folder: resolve(folder, entry.text('cwd') ?? ''),
        }
      : { args: [], env: {}, headers: entry.values('headers') }),
    ...(typeof clientId === 'string' && transport !== 'stdio' ? { oauth: { clientId } } : {}),
    replicas: [transport === 'stdio' ? '' : (url ?? '')],
    tools: {},
    ...DEFAULTS,
    trustHints: false,
  };
  const missing = [...entry.inputs].find((id) => !inputs.has(id));
  if (missing !== undefined) {
    throw new EntryError(`It refers to the input "${missing}", which "inputs" does not define.`);
  }
  return {
    upstream,
    inputs: [...entry.inputs],
    ...(envFile === undefined ? {} : { envFile: resolve(folder, envFile) }),
  };
}

function transportOf(
  type: string | undefined,
  command: string | undefined,
  url: string | undefined,
): 'stdio' | 'http' | 'sse' {
  const transport = type ?? (command === undefined && url !== undefined ? 'http' : 'stdio');
  if (transport !== 'stdio' && transport !== 'http' && transport !== 'sse') {
    throw new EntryError(`"type" is "${transport}", which is none of stdio, http, sse.`);
  }
  if (transport === 'stdio' && !command)
    throw new EntryError('It has no "command": the program that is started.');
  if (transport !== 'stdio' && !url) throw new EntryError('It has no "url": where it is reached.');
  return transport;
}

const VARIABLE = /\$\{([^}]*)\}/g;

/** Reads the fields of an entry, and what their variables refer to. */
class Entry {
  readonly #node: ManifestNode;
  readonly #folder: string;
  /** Ids of the inputs that were referred to so far. */
  readonly inputs = new Set<string>();

  constructor(node: ManifestNode, folder: string) {
    this.#node = node;
    this.#folder = folder;
  }

  plain(...path: readonly string[]): Plain | undefined {
    return plainOf(nodeAt(this.#node, path));
  }

  /** @throws EntryError where it is something else */
  text(key: string): string | undefined {
    const value = this.plain(key);
    if (value === undefined) return undefined;
    if (typeof value !== 'string') throw new EntryError(`"${key}" is no text.`);
    return this.#resolved(value, key);
  }

  /** @throws EntryError where it is something else */
  texts(key: string): string[] {
    const value = this.plain(key) ?? [];
    if (!Array.isArray(value) || value.some((each) => typeof each === 'object'))
      throw new EntryError(`"${key}" is no list of texts.`);
    return value.map((each) => this.#resolved(String(each), key));
  }

  /** @throws EntryError where it is something else */
  values(key: string): Record<string, string> {
    const value = this.plain(key) ?? {};
    if (typeof value !== 'object' || Array.isArray(value)) throw new EntryError(`"${key}" is no object.`);
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => {
        if (typeof each === 'object') throw new EntryError(`"${name}" of "${key}" is no text.`);
        return [name, this.#resolved(String(each), `${key}.${name}`)];
      }),
    );
  }

  /** With what is known of the folder; what others have to say is left as it is, and noted. */
  #resolved(text: string, key: string): string {
    return text.replace(VARIABLE, (written, variable: string) => {
      const [kind = '', about = ''] = variable.split(/:(.*)/s);
      switch (kind) {
        case 'workspaceFolder':
          if (about !== '' && about !== basename(this.#folder))
            throw new EntryError(`"${key}" refers to the folder "${about}", which is another one.`);
          return this.#folder;
        case 'workspaceFolderBasename':
          return basename(this.#folder);
        case 'cwd':
          return this.#folder;
        case 'userHome':
          return homedir();
        case 'pathSeparator':
        case '/':
          return sep;
        case 'input':
          this.inputs.add(about);
          return written;
        case 'env':
          return written;
      }
      // Those of the editor's own: the file that is open, its settings, its commands.
      if (/^(?:config|command|file|relativeFile|lineNumber|selectedText|extensionInstallFolder)/.test(kind))
        throw new EntryError(`"${key}" refers to ${written}, which the gateway does not know.`);
      return written;
    });
  }
}
