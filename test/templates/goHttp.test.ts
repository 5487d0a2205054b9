import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freePort } from '../freePort.ts';
import { goldenOf, HOSTILE, lintWorkspace, makeProject, run, serve } from './testing.ts';

/** Debian's backports put Go where no PATH looks. */
const DEBIAN = '/usr/lib/go-1.23/bin';
const { PATH = '' } = process.env;
const ENV = {
  PATH: `${PATH}:${DEBIAN}`,
  // Nothing is downloaded: neither modules nor another Go.
  GOTOOLCHAIN: 'local',
  GOPROXY: 'off',
  // One set of flags for all commands: the standard library is compiled once.
  GOFLAGS: '-trimpath',
  GOWORK: 'off',
  CGO_ENABLED: '0',
};

/** A machine that has never compiled Go's standard library does so here, and may be busy with much else. */
const MINUTES = 15 * 60_000;

function requireGo(): void {
  const folders = ENV.PATH.split(':');
  if (!folders.some((folder) => existsSync(join(folder, 'go'))))
    throw new Error(
      `There is no Go on this machine, neither on PATH nor in ${DEBIAN}: install golang-1.23-go of Debian's backports.`,
    );
}

describe.each([
  { environment: 'dev' },
  {
    environment: 'prod',
    description: HOSTILE,
    // Alone, it would be no last part of a module's path.
    name: 'v1',
    owner: 'team "clinics": #1',
    parameters: {
      audience: 'public',
      port: 9090,
      licence: 'none',
      modulePrefix: 'example.org/teams/Clinics',
    },
  },
] as const)('a Go HTTP service for $environment', (answers) => {
  test(
    'passes its own tests, is formatted, vetted, built, and runs',
    async () => {
      requireGo();
      const { folder } = await makeProject('go-http', answers);
      const go = (...args: string[]) => run(folder, 'go', args, ENV);

      expect(await run(folder, 'gofmt', ['-l', '.'], ENV)).toBe('');
      expect(await go('vet', './...')).toBe('');
      const tested = await go('test', './...');
      expect(tested.match(/^ok /gm)).toHaveLength(3);
      expect(await go('mod', 'tidy', '-diff')).toBe('');
      await go('build', '-o', 'bin/service', '.');

      const port = await freePort();
      const program = join(folder, 'bin/service');
      const env = { PORT: String(port) };
      const service = await serve(folder, program, [], { port, env });
      const greeting = await fetch(`${service.url}/v1/greetings/Ada?language=es`);
      expect(await greeting.json()).toEqual({ language: 'es', text: 'Hola, Ada!' });
      const { info } = (await (await fetch(`${service.url}/openapi.json`)).json()) as {
        info: { description: string };
      };
      if ('description' in answers) expect(info.description).toBe(HOSTILE);
      expect(await run(folder, program, ['healthcheck'], env)).toBe('');
      expect(await service.stop()).toBe(0);
      expect(service.output()).toContain('"msg":"stopped"');
      await expect(run(folder, program, ['healthcheck'], env)).rejects.toThrow('refused');
    },
    MINUTES,
  );

  test('is clean under the rails', async () => {
    const { workspace } = await makeProject('go-http', answers);
    const findings = await lintWorkspace(workspace);
    // Registering comes after writing.
    expect(findings.filter((finding) => !finding.includes('catalog/prod-entry'))).toEqual([]);
  });
});

test('listens on the port that was asked for', async () => {
  const { folder } = await makeProject('go-http', { parameters: { port: 9090 } });
  const text = (path: string) => readFileSync(join(folder, path), 'utf8');
  expect(text('config.go')).toContain('"9090"');
  expect(text('Containerfile')).toContain('ENV PORT=9090');
  expect(text('requests.http')).toContain('http://localhost:9090');
});

test('writes these files', async () => {
  const { generated } = await makeProject('go-http');
  await expect(goldenOf(generated)).toMatchFileSnapshot('golden/go-http.txt');
});
