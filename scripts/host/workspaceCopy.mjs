// A workspace that tests may write to: a copy of a sample in the system's temporary folder.
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const samples = fileURLToPath(new URL('../../samples', import.meta.url));

/**
 * Copies samples/<name>.
 *
 * @returns {Promise<{folder: string, temporary: string, remove: () => Promise<void>}>} the copy, and the temporary
 *   folder around it, which `remove` deletes
 */
export async function copySample(name = 'heady-systems') {
  const temporary = await realpath(await mkdtemp(join(tmpdir(), 'heady-host-')));
  const folder = join(temporary, name);
  await cp(join(samples, name), folder, { recursive: true });
  return { folder, temporary, remove: () => rm(temporary, { recursive: true, force: true, maxRetries: 5 }) };
}

/**
 * A folder with the manifest of one MCP server, which can be started here.
 *
 * @returns {Promise<{folder: string, temporary: string, remove: () => Promise<void>}>}
 */
export async function mcpServer() {
  const temporary = await realpath(await mkdtemp(join(tmpdir(), 'heady-host-')));
  const folder = join(temporary, 'mcp-server');
  await mkdir(folder);
  const program = fileURLToPath(import.meta.resolve('@modelcontextprotocol/server-everything/dist/index.js'));
  const manifest = {
    apiVersion: 'heady.systems/v1',
    kind: 'McpServer',
    metadata: { name: 'everything', tags: { Owner: 'team-platform' } },
    spec: { transport: 'stdio', command: process.execPath, args: [program, 'stdio'], environments: ['dev'] },
  };
  await writeFile(join(folder, 'everything.heady.yaml'), JSON.stringify(manifest, null, 2));
  return { folder, temporary, remove: () => rm(temporary, { recursive: true, force: true, maxRetries: 5 }) };
}

/**
 * A workspace of several folders: both samples, and one on no disk, which whoever tests in there brings (`heady-test:`).
 *
 * @returns {Promise<{workspaceFile: string, temporary: string, remove: () => Promise<void>}>}
 */
export async function severalFolders() {
  const copy = await copySample();
  await cp(join(samples, 'broken'), join(copy.temporary, 'broken'), { recursive: true });
  const workspaceFile = join(copy.temporary, 'several.code-workspace');
  const folders = [
    { path: 'heady-systems' },
    { path: 'broken' },
    { uri: 'heady-test:/virtual', name: 'virtual' },
  ];
  await writeFile(workspaceFile, JSON.stringify({ folders }, null, 2));
  return { workspaceFile, temporary: copy.temporary, remove: copy.remove };
}
