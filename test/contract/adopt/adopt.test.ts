import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const HEADY = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'heady-adopt-'));
const ANSWERS = [
  '--environment',
  'dev',
  '--vertical',
  'health',
  '--owner',
  'team-a',
  '--sensitivity',
  'internal',
];

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function heady(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [HEADY, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

it('previews, writes what heady lint accepts, and adds nothing the second time', () => {
  writeFileSync(join(folder, 'compose.yaml'), 'services:\n  web:\n    image: registry.example/web:1.2.0\n');
  const path = join(folder, 'services/health/web/dev.heady.yaml');

  const preview = heady('adopt', ...ANSWERS);
  expect(preview).toMatchObject({ status: 0, stderr: '' });
  expect(preview.stdout).toContain('Service dev-health-web  compose.yaml:3');
  expect(existsSync(path)).toBe(false);

  expect(heady('adopt', ...ANSWERS, '--write')).toMatchObject({ status: 0, stderr: '' });
  expect(heady('lint', '--max-warnings', '0')).toMatchObject({ status: 0 });

  const again = heady('adopt', ...ANSWERS, '--write', '--json');
  expect(JSON.parse(again.stdout)).toMatchObject({ written: [], summary: { new: 0, there: 1 } });
});

it('says what is wrong with the command line, and exits with 2', () => {
  const { status, stderr } = heady('adopt', '--environment', 'moon');
  expect(status).toBe(2);
  expect(stderr).toBe('heady: --environment moon: environments are dev, test, stage, prod.\n');
});
