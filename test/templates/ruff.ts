import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';
import picomatch from 'picomatch';
import { run } from './testing.ts';

/** What a project's `pyproject.toml` says of ruff, as far as it is looked at here. */
interface Settings {
  src: string[];
  lint: { ignore?: string[]; 'per-file-ignores'?: Record<string, string[]> };
}

/** The version of ruff that lints here: a WebAssembly build, so that no program of Python's is needed. */
export const RUFF_VERSION = Workspace.version();

/**
 * Does what `ruff check .` and `ruff format --check .` do, by the project's own settings.
 *
 * @param python a Python of 3.11 or newer: it reads the settings
 * @returns each finding as `path:row:column code message`; none where all is well
 */
export async function ruff(folder: string, python: string): Promise<string[]> {
  const settings = JSON.parse(await run(folder, python, ['-c', SETTINGS])) as Settings;
  const own = globSync(
    settings.src.flatMap((root) => [`${root}/*.py`, `${root}/*/__init__.py`]),
    { cwd: folder },
  ).map((path) => path.split(/[/\\]/)[1]?.replace(/\.py$/, ''));
  return globSync('{src,tests}/**/*.py', { cwd: folder })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .flatMap((path) =>
      judge(path, readFileSync(join(folder, path), 'utf8'), workspaceFor(path, settings, own)),
    );
}

const SETTINGS = `
import json, pathlib, tomllib
print(json.dumps(tomllib.loads(pathlib.Path("pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]))
`;

/** It is given texts without their paths: what depends on these is settled beforehand. */
function workspaceFor(path: string, settings: Settings, own: readonly (string | undefined)[]): Workspace {
  const { 'per-file-ignores': perFile = {}, ...lint } = settings.lint;
  const ignored = Object.entries(perFile).flatMap(([glob, codes]) =>
    picomatch.isMatch(path, glob) ? codes : [],
  );
  const options = {
    ...settings,
    lint: { ...lint, ignore: [...(lint.ignore ?? []), ...ignored], isort: { 'known-first-party': own } },
  };
  return new Workspace(options, PositionEncoding.Utf16);
}

interface Diagnostic {
  code: string | null;
  message: string;
  start_location: { row: number; column: number };
}

function judge(path: string, text: string, workspace: Workspace): string[] {
  const findings = (workspace.check(text) as Diagnostic[]).map(
    ({ code, message, start_location: { row, column } }) => `${path}:${row}:${column} ${code} ${message}`,
  );
  return workspace.format(text) === text ? findings : [...findings, `${path}: would be formatted otherwise`];
}
