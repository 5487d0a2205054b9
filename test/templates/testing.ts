import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Answers } from '../../server/src/scaffold/answers.ts';
import { type Generated, generate } from '../../server/src/scaffold/generate.ts';
import { builtInTemplates } from '../../server/src/templates/builtIn.ts';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** A description that breaks whatever puts it into a file as it is. */
export const HOSTILE = `It's "quoted", {{ braced }}, \${dollar}: #1 <b>*bold*</b> */ \\ -- 100 % 🎉 and`;

export interface Project {
  /** The workspace folder. */
  workspace: string;
  /** Where the project lies in it. */
  folder: string;
  generated: Generated;
}

/** Makes a project of a built-in template in a temporary workspace, which goes when the test ends. */
export async function makeProject(name: string, answers: Partial<Answers> = {}): Promise<Project> {
  const { templates, bad } = await builtInTemplates().read();
  const template = templates.find((candidate) => candidate.name === name);
  if (!template) throw new Error(`There is no template "${name}". ${JSON.stringify(bad)}`);
  const complete: Answers = {
    environment: 'dev',
    vertical: 'health',
    name: 'appointments',
    owner: 'team-clinics',
    sensitivity: 'internal',
    description: 'Keeps the calendar of a clinic.',
    parameters: {},
    ...answers,
  };
  const generated = generate(template, complete, { year: 2026 });
  if (generated.problems.length > 0) throw new Error(JSON.stringify(generated.problems));
  const workspace = await mkdtemp(join(tmpdir(), 'heady-template-'));
  onTestFinished(() => rm(workspace, { recursive: true, force: true, maxRetries: 5 }));
  for (const { path, bytes, executable } of generated.files) {
    await mkdir(dirname(join(workspace, path)), { recursive: true });
    await writeFile(join(workspace, path), bytes, { mode: executable ? 0o755 : 0o644 });
  }
  return { workspace, folder: join(workspace, generated.folder), generated };
}

/**
 * Runs a program to its end.
 *
 * @returns what it printed, both streams
 * @throws {Error} with all that it printed where it fails
 */
export function run(cwd: string, command: string, args: readonly string[], env: Record<string, string> = {}) {
  return new Promise<string>((resolve, reject) => {
    execFile(
      command,
      args,
      { cwd, env: { ...process.env, ...env }, maxBuffer: 20_000_000, timeout: 600_000 },
      (cause, stdout, stderr) => {
        if (cause === null) resolve(stdout + stderr);
        else reject(new Error(`${command} ${args.join(' ')}: ${cause.message}\n${stdout}\n${stderr}`));
      },
    );
  });
}

/** What `heady lint` finds in a workspace, by rule and file; the vertical's own manifest is added first. */
export async function lintWorkspace(workspace: string, vertical = 'health'): Promise<string[]> {
  await mkdir(join(workspace, 'verticals'), { recursive: true });
  await writeFile(
    join(workspace, 'verticals', `${vertical}.heady.yaml`),
    `apiVersion: heady.systems/v1\nkind: Vertical\nmetadata: { name: ${vertical} }\nspec: { focus: ${vertical} }\n`,
  );
  const output = await run(workspace, process.execPath, [CLI, 'lint', '.', '--format', 'json']).catch(
    (cause: Error) => cause.message.slice(cause.message.indexOf('{')),
  );
  const { findings } = JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)) as {
    findings: { file: string; rule: string; message: string }[];
  };
  return findings.map(({ file, rule, message }) => `${file}: ${rule}: ${message}`);
}

/** A server that a test started: asked until it answers, and ended with the test. */
export async function serve(
  cwd: string,
  command: string,
  args: readonly string[],
  { port, env = {}, ready = '/healthz' }: { port: number; env?: Record<string, string>; ready?: string },
) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ended = new Promise<number | null>((done) => child.once('exit', done));
  child.once('error', (cause) => {
    output += cause.message;
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const answer = await fetch(`${url}${ready}`).catch(() => undefined);
    if (answer?.ok) break;
    if (tries > 600 || child.exitCode !== null)
      throw new Error(`It does not answer at ${url}${ready}.\n${output}`);
    await new Promise((done) => setTimeout(done, 200));
  }
  return {
    url,
    output: () => output,
    /** Asks it to stop as a host does; resolves to its exit code. */
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

/** What a golden file holds of a project: the paths, and the texts of the files that people read first. */
export function goldenOf({ files, folder, manifest }: Generated): string {
  const shown = files.filter(({ path }) => path === manifest || path === `${folder}/README.md`);
  return [
    files.map(({ path }) => path).join('\n'),
    ...shown.map(({ path, bytes }) => `=== ${path}\n${new TextDecoder().decode(bytes)}`),
  ].join('\n\n');
}
