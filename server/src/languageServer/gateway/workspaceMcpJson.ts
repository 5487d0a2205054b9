import { readFile } from 'node:fs/promises';
import { URI } from 'vscode-uri';
import { isOnDisk, uriOf } from '../../catalog/workspaceLoader.ts';
import { inputVariable, type McpInput } from '../../gateway/sources/mcpInput.ts';
import { mcpJsonOf } from '../../gateway/sources/mcpJsonPlace.ts';
import type { SourceProblem } from '../../gateway/upstream.ts';
import { ENVIRONMENTS } from '../../manifest/document.ts';
import type { DeclaredServer } from '../../protocol/gateway.ts';
import type { Session } from '../session.ts';
import { answersTo } from './inputAnswers.ts';

/** A `mcp.json` of a folder of the workspace. */
interface McpJsonFile {
  readonly path: string;
  readonly servers: readonly DeclaredServer[];
  /** Ids of the inputs that its servers refer to. */
  readonly inputs: readonly string[];
}

/** What `.vscode/mcp.json` of the workspace's folders tell of, as they were on disk when they were read last. */
export class WorkspaceMcpJson {
  readonly #session: Session;
  #files: readonly McpJsonFile[] = [];

  constructor(session: Session) {
    this.#session = session;
  }

  get servers(): readonly DeclaredServer[] {
    return this.#files.flatMap(({ servers }) => servers);
  }

  /** Those that there are. */
  get paths(): readonly string[] {
    return this.#files.map(({ path }) => path);
  }

  async read(): Promise<void> {
    const { project, settings } = this.#session;
    const folders = settings.gateway.mcpJson ? project.folders.filter(isOnDisk) : [];
    const files = await Promise.all(folders.map((folder) => this.#read(URI.parse(folder).fsPath)));
    this.#files = files.filter((file) => file !== undefined);
  }

  /** What the editor was told that they ask for, as the variables by which a gateway is told it. */
  async answers(): Promise<Record<string, string>> {
    const answered = await Promise.all(
      this.#files.map(({ path, inputs }) => answersTo(this.#session.connection, uriOf(path), inputs)),
    );
    return Object.fromEntries(
      answered.flatMap((answers) => [...answers].map(([id, value]) => [inputVariable(id), value])),
    );
  }

  /** @returns undefined where the folder has none */
  async #read(folder: string): Promise<McpJsonFile | undefined> {
    const path = mcpJsonOf(folder);
    const uri = uriOf(path);
    let text: string;
    try {
      text = await readFile(path, 'utf8');
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      const reason = `The file cannot be read: ${message}`;
      return { path, servers: [leftOut({ uri, line: 0, reason })], inputs: [] };
    }
    const { parseMcpJson } = await import('../../gateway/sources/mcpJson.ts');
    const { servers, inputs, problems } = parseMcpJson(text, uri, folder);
    const ids = [...new Set(servers.flatMap((server) => server.inputs))];
    const answers = await answersTo(this.#session.connection, uri, ids);
    const isAnswered = (id: string) => answers.has(id) || process.env[inputVariable(id)] !== undefined;
    const declared = servers.map(({ upstream, inputs: needed }): DeclaredServer => {
      const { name, origin, transport, command, args, replicas } = upstream;
      const asked = needed.flatMap((id) => inputs.get(id) ?? []);
      const missing = asked.filter(({ id, default: preset }) => preset === undefined && !isAnswered(id));
      return {
        ...{ name, origin: 'mcp.json', transport, uri, environments: [...ENVIRONMENTS] },
        target: transport === 'stdio' ? [command, ...args].join(' ') : (replicas[0] ?? ''),
        range: rangeOfLine(origin.line ?? 0),
        ...(missing.length > 0 ? { problem: missingWords(missing) } : {}),
        ...(asked.length > 0
          ? {
              inputs: asked.map(({ options, ...input }) => ({
                ...input,
                ...(options ? { options: [...options] } : {}),
                isAnswered: isAnswered(input.id),
              })),
            }
          : {}),
      };
    });
    return { path, servers: [...declared, ...problems.map(leftOut)], inputs: ids };
  }
}

function leftOut({ name = 'mcp.json', uri, line, reason }: SourceProblem): DeclaredServer {
  const place = { uri, range: rangeOfLine(line) };
  return {
    ...{ name, origin: 'mcp.json', transport: '', target: '', environments: [...ENVIRONMENTS] },
    ...place,
    problem: reason,
  };
}

function missingWords(missing: readonly McpInput[]): string {
  const wanted = missing.map(({ id, description }) => description ?? id).join(', ');
  return `It asks for: ${wanted}. Answer, and it is served.`;
}

function rangeOfLine(line: number) {
  return { start: { line, character: 0 }, end: { line, character: 0 } };
}
