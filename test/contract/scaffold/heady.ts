import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export const HEADY = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));

/** A folder with files in it, in which `heady` is run; gone at the end of its test (`using`). */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'heady-scaffold-'));
  /** More for the environment of `heady`. */
  env: Readonly<Record<string, string>> = {};

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [path, content] of Object.entries(files)) this.write(path, content);
  }

  write(path: string, content: string, mode = 0o644): void {
    const whole = join(this.path, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, content, { mode });
  }

  read(path: string): string {
    return readFileSync(join(this.path, path), 'utf8');
  }

  /** The folder's own path is written `<folder>` in what it says. */
  async heady(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const env = { ...process.env, ...this.env, HEADY_CACHE_DIR: join(this.path, '.cache') };
    const child = spawn(process.execPath, [HEADY, ...args], { cwd: this.path, env, stdio: 'pipe' });
    child.stdin.end();
    const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    const plain = (said: string) => said.replaceAll(this.path, '<folder>');
    return { code, stdout: plain(stdout), stderr: plain(stderr) };
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

const MANIFEST = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: {{ fullName }}
{%- if description -%}
  description: {{ description | yaml }}
{%- endif -%}
  tags: { Owner: {{ owner | yaml }}, Vertical: {{ vertical | yaml }}, DataSensitivity: {{ sensitivity }} }
spec:
  environment: {{ environment }}
  plane: app
  runtime: docker
  replicas: {{ parameters.replicas }}
`;

/** A template `worker` in the workspace's own templates, in a version whose other files are these. */
export function workerTemplate(
  version: string,
  files: Readonly<Record<string, string>>,
): Record<string, string> {
  const home = 'heady-templates/worker';
  const own = Object.entries(files).map(([path, content]) => [`${home}/${path}`, content] as const);
  return {
    [`${home}/template.heady.yaml`]: `apiVersion: heady.systems/v1
kind: Template
metadata: { name: worker, title: Worker, description: Takes jobs from a queue. }
spec:
  version: ${version}
  creates: Service
  manifest: files/{{ environment }}.heady.yaml
  parameters:
    type: object
    required: [queue]
    properties:
      queue: { type: string, title: Queue, examples: [jobs], pattern: '^[a-z]+$' }
      replicas: { type: integer, title: Replicas, minimum: 1, maximum: 9, default: 1 }
      retries: { type: boolean, title: Try again, default: true }
  secrets: [{ name: queuePassword, title: Password of the queue }]
  next: Run \`npm test\` in {{ names.kebab }}.
`,
    [`${home}/files/{{ environment }}.heady.yaml.liquid`]: MANIFEST,
    ...Object.fromEntries(own),
  };
}

/** Answers to all that everybody is asked. */
export const ANSWERS = [
  ...['--environment', 'dev', '--vertical', 'health', '--owner', 'team-billing', '--sensitivity', 'internal'],
];
