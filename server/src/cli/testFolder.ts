import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { lintCommand } from './lint.ts';
import { fakeTerminal } from './testing.ts';

/** A Service without a finding, for tests to break. */
export const SOUND = `apiVersion: heady.systems/v1
kind: Service
metadata:
  name: dev-health-billing
  tags: { Owner: team-billing, Vertical: health, DataSensitivity: internal }
spec: { environment: dev, plane: app, runtime: docker }
`;

/** A folder on disk that `heady lint` is run in; gone at the end of its test (`using`). */
export class TestFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'heady-lint-'));

  /** Writes a file, its folders included; answers its whole path. */
  write(path: string, content: string | Uint8Array): string {
    const whole = join(this.path, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, content);
    return whole;
  }

  lint(...args: string[]) {
    return lintIn(this.path, args);
  }

  lintJson(...args: string[]) {
    return lintJsonIn(this.path, args);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** Runs `heady lint` in a folder and keeps what it wrote. */
export async function lintIn(cwd: string, args: string[]) {
  const terminal = fakeTerminal(cwd);
  const code = await lintCommand(args, terminal);
  return { code, stdout: terminal.written.stdout, stderr: terminal.written.stderr };
}

/** The same, with the JSON report read. */
export async function lintJsonIn(cwd: string, args: string[]) {
  const { code, stdout } = await lintIn(cwd, [...args, '--format', 'json']);
  return { code, ...JSON.parse(stdout) };
}
