import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { PYTHON } from './python.ts';
import { ruff } from './ruff.ts';

const SETTINGS = `[tool.ruff]
src = ["src", "tests"]
[tool.ruff.lint]
select = ["F", "I", "S"]
ignore = ["F841"]
[tool.ruff.lint.per-file-ignores]
"tests/**" = ["S101"]
`;

test('a project is linted and its format checked by its own settings', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heady-ruff-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const files = {
    'pyproject.toml': SETTINGS,
    'src/app/__init__.py': '',
    'src/app/a.py': 'import os\n\nassert 1 == 1\n',
    'src/app/b.py': 'x = {  }\n',
    'tests/helpers.py': '',
    'tests/test_a.py': 'import pytest\n\nimport helpers\n\nassert helpers and pytest\n',
  };
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  expect(await ruff(folder, PYTHON)).toEqual([
    expect.stringMatching(/^src\/app\/a\.py:3:1 S101 /),
    expect.stringMatching(/^src\/app\/a\.py:1:8 F401 /),
    'src/app/b.py: would be formatted otherwise',
  ]);
});
