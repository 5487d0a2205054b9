import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { BACKUP_USAGE, parseArguments, RESTORE_USAGE } from '../backup/arguments.ts';
import { Metrics } from '../http/metrics.ts';
import { STORE_KINDS } from '../openStore.ts';
import { parseOptions } from './options.ts';
import { environmentVariable, SETTING_NAMES, USAGE } from './settingsTable.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const DEPLOY = join(ROOT, 'deploy');
const OPERATIONS = read('docs/operations.md');

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function files(ending: string): string[] {
  const names = readdirSync(DEPLOY, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith(ending)).map((name) => `deploy/${name}`);
}

/** A YAML file without any error or warning, with its anchors merged. */
function yaml(path: string) {
  const [document, ...more] = parseAllDocuments(read(path), { merge: true });
  expect(more).toEqual([]);
  if (!document || !('errors' in document)) return expect.fail(`${path} is empty.`);
  expect([...document.errors, ...document.warnings]).toEqual([]);
  return document.toJS({ maxAliasCount: 100 });
}

/** What a node is told in deploy/, with files that are there only where it is deployed. */
function optionsOf(args: readonly string[], environment: Record<string, string>) {
  const secrets: Record<string, string> = {
    store: 'postgres://heady:secret@postgres:5432/heady',
    'state-key': 'k'.repeat(64),
    'secrets-key': 's'.repeat(64),
  };
  const readFile = (path: string) =>
    path === '/etc/heady/control-plane.yaml'
      ? read('deploy/control-plane.yaml')
      : (secrets[basename(path)] ?? expect.fail(`${path} is not mounted.`));
  return parseOptions({ args, environment, readFile }, STORE_KINDS) ?? expect.fail('It asks for help.');
}

interface Service {
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  depends_on?: string[] | Record<string, unknown>;
  secrets?: string[];
  volumes?: string[];
  stop_grace_period?: string;
}

describe('the compose file', () => {
  const compose = yaml('deploy/compose.yaml');
  const services: Record<string, Service> = compose.services;
  const nodes = Object.keys(services).filter((name) => /^node\d$/.test(name));

  it('starts three nodes whose settings are right, and their own', () => {
    expect(nodes).toHaveLength(3);
    for (const name of nodes) {
      const { command = [], environment = {}, stop_grace_period } = services[name] ?? {};
      const [what, ...args] = command;
      expect(what).toBe('control-plane');
      const { http, ...options } = optionsOf(args, environment);
      expect(http).toMatchObject({ listen: { host: '0.0.0.0', port: 7410 }, node: name });
      expect(http?.tokens.jwt?.keys).toBeInstanceOf(URL);
      expect(http?.stateKey).toBeDefined();
      expect(options).toMatchObject({ store: expect.stringMatching(/^postgres:/), storeTimeout: 120_000 });
      expect(Number.parseInt(stop_grace_period ?? '', 10) * 1_000).toBeGreaterThan(
        http?.shutdownTimeout ?? 0,
      );
    }
  });

  it('refers to nothing that is not there', () => {
    for (const { depends_on = [], secrets = [], volumes = [] } of Object.values(services)) {
      const needed = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on);
      expect(Object.keys(services)).toEqual(expect.arrayContaining(needed));
      expect(Object.keys(compose.secrets)).toEqual(expect.arrayContaining(secrets));
      const [named, mounted] = [volumes.filter((volume) => !volume.startsWith('.')), volumes];
      expect(Object.keys(compose.volumes)).toEqual(
        expect.arrayContaining(named.map((volume) => volume.split(':')[0])),
      );
      const ours = mounted.flatMap((volume) => /^\.\/([\w.-]+\.\w+|Caddyfile):/.exec(volume)?.[1] ?? []);
      expect(readdirSync(DEPLOY)).toEqual(expect.arrayContaining(ours));
    }
  });

  it('backs up with a command line that is right', () => {
    const [program, command, name, ...args] = services.backup?.entrypoint ?? [];
    expect([program, command, name]).toEqual(['heady', 'control-plane', 'backup']);
    const readFile = () => 'postgres://heady:secret@postgres/heady';
    const given = parseArguments({ args: [...args, '/backups/x'], environment: {}, readFile }, 'to');
    expect(given).toMatchObject({ path: '/backups/x', store: readFile() });
  });

  it('has a proxy and a Prometheus that know the nodes, and that the nodes answer', () => {
    const upstreams = /reverse_proxy (.*) \{/.exec(read('deploy/Caddyfile'))?.[1]?.split(' ');
    expect(upstreams).toEqual(nodes.map((name) => `${name}:7410`));
    const [job] = yaml('deploy/prometheus.yaml').scrape_configs;
    expect(job.static_configs[0].targets).toEqual(upstreams);
    expect(yaml('deploy/control-plane.yaml')['allow-host']).toEqual(nodes);
  });
});

describe('the units of systemd', () => {
  const unit = (name: string) => read(`deploy/systemd/${name}`);
  const execStart = (name: string) => /^ExecStart=(.*)$/m.exec(unit(name))?.[1] ?? '';

  it('start a node whose settings are right', () => {
    const line = execStart('heady-control-plane@.service')
      .replaceAll('%i', 'node1')
      .replaceAll('%d', '/run/c');
    const [program, what, ...args] = line.split(' ');
    expect([basename(program ?? ''), what]).toEqual(['heady', 'control-plane']);
    const { http } = optionsOf(args, { HEADY_CONTROL_PLANE_HTTP: '10.0.0.11:7410' });
    expect(http).toMatchObject({ listen: { host: '10.0.0.11', port: 7410 }, node: 'node1' });
    const stop = Number(/^TimeoutStopSec=(\d+)$/m.exec(unit('heady-control-plane@.service'))?.[1]);
    expect(stop * 1_000).toBeGreaterThan(http?.shutdownTimeout ?? 0);
  });

  it('have every credential that they use', () => {
    for (const name of files('.service')) {
      const text = read(name);
      const used = [...text.matchAll(/(?:%d|\$CREDENTIALS_DIRECTORY)\/([\w-]+)/g)].map(([, each]) => each);
      const loaded = [...text.matchAll(/^LoadCredential=([\w-]+):/gm)].map(([, each]) => each);
      expect(loaded.sort()).toEqual(used.sort());
      expect(loaded.length).toBeGreaterThan(0);
    }
  });

  it('back up with a command line that is right', () => {
    const [, line = ''] = /control-plane backup (.*)'$/.exec(execStart('heady-backup.service')) ?? [];
    const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    const given = parseArguments({ args, environment: {}, readFile: () => 'sqlite:x' }, 'to');
    expect(given?.path).toMatch(/^%S\/heady-backup\/.*\.heady-backup$/);
  });

  it.skipIf(systemdVersion() < 250)('satisfy systemd-analyze', () => {
    const folder = mkdtempSync(join(tmpdir(), 'heady-units-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const paths = [...files('.service'), ...files('.timer')].map((name) => {
      const path = join(folder, basename(name).replace('@.', '@node1.'));
      copyFileSync(join(ROOT, name), path);
      // It must be there to be looked at.
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('/usr/local/bin/heady', '/bin/true'));
      return path;
    });
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...paths], { encoding: 'utf8' });
    expect({
      status,
      said: stderr.split('\n').filter((line) => line.includes(folder) || /heady/.test(line)),
    }).toEqual({ status: 0, said: [] });
  });
});

/** 0: there is none on this machine. */
function systemdVersion(): number {
  const { stdout } = spawnSync('systemd-analyze', ['--version'], { encoding: 'utf8' });
  return Number(/^systemd (\d+)/.exec(stdout ?? '')?.[1] ?? 0);
}

describe('the alerts of Prometheus', () => {
  it('ask for figures that nodes have', async () => {
    const groups: { rules: { alert: string; expr: string; annotations: object }[] }[] = yaml(
      'deploy/prometheus-alerts.yaml',
    ).groups;
    const rules = groups.flatMap(({ rules }) => rules);
    const metrics = new Metrics({ sessions: () => 0, requests: () => 0 });
    const known = [...(await metrics.text()).matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name);
    const used = rules.flatMap(({ expr }) => expr.match(/\b(?:heady|process)_\w+/g) ?? []);
    expect(used.length).toBeGreaterThan(4);
    for (const name of used) expect(known).toContain(name.replace(/_bucket$/, ''));
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });
});

describe('the operations guide', () => {
  it('tells of every setting', () => {
    const missing = SETTING_NAMES.filter((name) => !new RegExp(`(\`|--)${name}\\b(?!-)`).test(OPERATIONS));
    expect(missing, 'docs/operations.md says nothing of these').toEqual([]);
  });

  it('and the files of deploy/ use no option and no variable that is none', () => {
    const texts = [
      OPERATIONS,
      ...[...files('.yaml'), ...files('.service'), 'deploy/Containerfile'].map(read),
    ];
    const variables = texts.join('\n').match(/HEADY_CONTROL_PLANE_\w+/g) ?? [];
    expect(variables.length).toBeGreaterThan(2);
    for (const name of new Set(variables)) expect(SETTING_NAMES.map(environmentVariable)).toContain(name);
    const known = `${USAGE}${BACKUP_USAGE}${RESTORE_USAGE}`;
    const commands = OPERATIONS.replaceAll('\\\n', ' ').match(/^heady control-plane .*$/gm) ?? [];
    expect(commands.length).toBeGreaterThan(4);
    for (const flag of commands.flatMap((line) => line.match(/--[a-z-]+/g) ?? [])) {
      expect(known).toContain(`  ${flag} `);
    }
  });

  it('leads to files that are there', () => {
    const links = [...OPERATIONS.matchAll(/\]\(\.\.\/([\w./-]+)\)/g)].map(([, path]) => path ?? '');
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
