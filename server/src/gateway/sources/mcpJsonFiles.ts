import { readFile } from 'node:fs/promises';
import { parseEnv } from 'node:util';
import { filledIn } from '../transports/placeholders.ts';
import type { Found, SourceProblem, Upstream } from '../upstream.ts';
import { inputVariable, type McpInput } from './mcpInput.ts';
import { type McpJsonServer, parseMcpJson } from './mcpJson.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The servers that a `mcp.json` tells of, with what they ask for.
 *
 * @param path absolute
 * @param folder the workspace's, absolute
 * @param ours the gateway's own variables, by which inputs are answered too
 */
export async function upstreamsInMcpJson(path: string, folder: string, ours: Variables): Promise<Found> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const reason = `The file cannot be read: ${(error as Error).message}`;
    return { upstreams: [], problems: [{ uri: path, line: 0, reason }] };
  }
  const { servers, inputs, problems } = parseMcpJson(text, path, folder);
  const upstreams: Upstream[] = [];
  const unanswered: SourceProblem[] = [];
  for (const server of servers) {
    const { name, origin } = server.upstream;
    try {
      upstreams.push(await answered(server, inputs, ours));
    } catch (error) {
      unanswered.push({ name, uri: path, line: origin.line ?? 0, reason: (error as Error).message });
    }
  }
  return { upstreams, problems: [...problems, ...unanswered] };
}

/** @throws Error saying what it asks for and does not get */
async function answered(
  { upstream, inputs: ids, envFile }: McpJsonServer,
  inputs: ReadonlyMap<string, McpInput>,
  ours: Variables,
): Promise<Upstream> {
  const values: Record<string, string> = {};
  for (const id of ids) {
    const value = ours[inputVariable(id)] ?? inputs.get(id)?.default;
    if (value === undefined) throw new Error(unansweredWords(id, inputs.get(id)));
    values[`input:${id}`] = value;
  }
  const fromFile =
    envFile === undefined ? {} : await variablesIn(filledIn(envFile, 'envFile', { ...ours, ...values }));
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(fromFile)) {
    values[`envFile:${name}`] = value;
    env[name] = `\${envFile:${name}}`;
  }
  return { ...upstream, env: { ...env, ...upstream.env }, values };
}

/** What somebody has to do who is asked for something, where there is no editor to ask. */
function unansweredWords(id: string, input: McpInput | undefined): string {
  const about = input?.description === undefined ? '' : ` (${input.description})`;
  return `It asks for "${id}"${about}. Set ${inputVariable(id)} where the gateway runs.`;
}

/** @throws Error where there is no such file */
async function variablesIn(path: string): Promise<Record<string, string>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'ENOENT' ? 'there is no such file' : error.message;
    throw new Error(`Its envFile ${path} cannot be read: ${why}.`);
  });
  return Object.fromEntries(
    Object.entries(parseEnv(text)).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
