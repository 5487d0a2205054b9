import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { RUFF_VERSION, ruff } from './ruff.ts';
import { run } from './testing.ts';

/** Debian's own, whose libraries apt installs; another Python on PATH would not find them. */
export const PYTHON = '/usr/bin/python3';

/** Where Python finds the project; nothing is written beside its sources. */
export const PYTHON_ENVIRONMENT = { PYTHONPATH: 'src', PYTHONDONTWRITEBYTECODE: '1' };

/** Most of it goes into types of libraries, on a machine that may be busy with much else. */
export const MINUTES = 15 * 60_000;

/** Half a minute is spent on the types of libraries, which are the same for every project of a file of tests. */
const typesOfLibraries = mkdtempSync(join(tmpdir(), 'heady-mypy-'));
afterAll(() => rmSync(typesOfLibraries, { recursive: true, force: true }));

/**
 * Runs what the workflow of a project runs.
 *
 * @param libraries what it imports, by the names of Debian's packages without `python3-`
 * @throws {Error} with what failed, or what is to be installed first
 */
export async function checkPython(
  folder: string,
  libraries: readonly string[],
  env: Record<string, string> = {},
): Promise<void> {
  const python = (...args: string[]) => run(folder, PYTHON, args, { ...PYTHON_ENVIRONMENT, ...env });
  await python('-c', `import mypy, pytest, ${libraries.join(', ')}`).catch((cause) => {
    const packages = ['pytest', ...libraries].map((name) => `python3-${name}`).join(' ');
    throw new Error(
      `Debian's Python or a library of it is not on this machine: apt-get install mypy ${packages}`,
      { cause },
    );
  });
  expect(readFileSync(join(folder, 'constraints.txt'), 'utf8')).toContain(`ruff==${RUFF_VERSION}\n`);
  expect(await ruff(folder, PYTHON)).toEqual([]);
  await python('-W', 'error', '-c', COMPILE, 'src', 'tests');
  expect(await python('-m', 'mypy', '--cache-dir', typesOfLibraries)).toMatch(/^Success: no issues found/);
  // Its own settings make every warning an error.
  expect(await python('-m', 'pytest', '-q', '-p', 'no:cacheprovider')).toMatch(/^\d+ passed in /m);
}

/** Every file is compiled, and a doubtful one (`is "text"`, `\d` in a plain string) is an error. */
const COMPILE = `
import pathlib, sys
for folder in sys.argv[1:]:
    for path in pathlib.Path(folder).rglob("*.py"):
        compile(path.read_bytes(), str(path), "exec")
`;
