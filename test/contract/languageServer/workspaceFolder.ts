import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A workspace folder on disk that is gone at the end of its test (`using`). */
export class WorkspaceFolder {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'heady-contract-')));

  constructor(files: Record<string, string | Uint8Array> = {}) {
    for (const [file, content] of Object.entries(files)) this.write(file, content);
  }

  get uri(): string {
    return pathToFileURL(this.path).href;
  }

  uriOf(file: string): string {
    return pathToFileURL(join(this.path, file)).href;
  }

  write(file: string, content: string | Uint8Array): void {
    const path = join(this.path, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }

  remove(file: string): void {
    rmSync(join(this.path, file), { recursive: true });
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A sound Service manifest, or one with lines replaced. */
export function service(name: string, replace: Record<string, string> = {}): string {
  const [environment, vertical] = name.split('-');
  const text = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: ${name}
  tags:
    Owner: team-platform
    Vertical: ${vertical}
    DataSensitivity: internal
spec:
  environment: ${environment}
  plane: app
  runtime: podman
`;
  return Object.entries(replace).reduce((all, [from, to]) => {
    if (!all.includes(from)) throw new Error(`A service has no ${from}.`);
    return all.replace(from, to);
  }, text);
}
