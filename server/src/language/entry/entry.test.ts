import { describe, expect, it } from 'vitest';
import { ControlPlaneFacts } from '../../catalog/controlPlane/facts.ts';
import { ENTRY_ID, type EntryDetails } from '../../protocol/entryDetails.ts';
import type { CatalogEntry } from '../../rules/facts.ts';
import type { Project } from '../project.ts';
import { API, type Files, ORGANISATION, projectOf, SERVICE } from '../testWorkspace.ts';
import { entryDetails } from './details.ts';

const SECRET = 'ghp_0123456789abcdefghijABCDEFGHIJ012345';

function registered(name: string, spec: Record<string, string[] | string> = {}): CatalogEntry {
  const environment = 'dev' as const;
  const metadata = { name, tags: { Owner: 'team-a', Vertical: 'health' } };
  return {
    kind: 'Service',
    name,
    environment,
    manifest: { apiVersion: 'heady.systems/v1', kind: 'Service', metadata, spec: { environment, ...spec } },
    version: 4,
    registeredAt: '2026-11-20T10:00:00.000Z',
  };
}

function detailsOf(project: Project, name: string, { depth = 1, kind = 'Service' } = {}) {
  const found = entryDetails(project, { kind, name, depth });
  if (!found) throw new Error(`There is no ${kind} ${name}.`);
  return found;
}

const nodes = (side: EntryDetails['graph']['dependencies']) =>
  side.nodes.map(({ ref, distance, state, isInCycle }) =>
    [`${distance} ${ref.name} ${state}`, isInCycle && 'in a cycle'].filter(Boolean).join(', '),
  );

/** A chain of services, each of which needs the next; `ends` says what the last one needs. */
function chain(length: number, ends = ''): Files {
  const name = (n: number) => `dev-health-s${n}`;
  const texts = Array.from({ length }, (_, n) => SERVICE(name(n), n + 1 < length ? name(n + 1) : ends));
  return Object.fromEntries(texts.map((text, n) => [`file:///w/s${n}.heady.yaml`, text]));
}

describe('the graph of an entry', () => {
  it('tells what it needs and what needs it, step by step', () => {
    const { graph } = detailsOf(projectOf(ORGANISATION), 'dev-health-web');
    expect(nodes(graph.dependencies)).toEqual(['1 dev-health-db unknown']);
    expect(nodes(graph.dependents)).toEqual(['1 dev-health-api unknown']);
    expect(graph.dependents.links).toEqual([{ from: 'Service/dev-health-api', to: ENTRY_ID }]);

    const middle = detailsOf(projectOf(chain(8)), 'dev-health-s3', { depth: 2 }).graph;
    expect(nodes(middle.dependencies)).toEqual(['1 dev-health-s4 unknown', '2 dev-health-s5 unknown']);
    expect(nodes(middle.dependents)).toEqual(['1 dev-health-s2 unknown', '2 dev-health-s1 unknown']);
  });

  it('goes three steps at most, and one at least', () => {
    const project = projectOf(chain(8));
    const depthOf = (depth: number) => detailsOf(project, 'dev-health-s0', { depth }).graph.depth;
    expect([0, 1, 3, 99, Number.NaN].map(depthOf)).toEqual([1, 1, 3, 3, 1]);
  });

  it('ends circles where they come back, and says that they are some', () => {
    const { graph } = detailsOf(projectOf(chain(3, 'dev-health-s0')), 'dev-health-s0', { depth: 3 });
    expect(nodes(graph.dependencies)).toEqual([
      '1 dev-health-s1 unknown, in a cycle',
      '2 dev-health-s2 unknown, in a cycle',
    ]);
    expect(graph.dependencies.links).toContainEqual({ from: 'Service/dev-health-s2', to: ENTRY_ID });
  });

  it('counts what it does not tell', () => {
    const names = Array.from({ length: 320 }, (_, n) => `dev-health-n${n}`);
    const files = Object.fromEntries(
      names.map((name) => [`file:///w/${name}.heady.yaml`, SERVICE(name, 'dev-health-db')]),
    );
    const { graph } = detailsOf(
      projectOf({ ...files, 'file:///w/db.heady.yaml': SERVICE('dev-health-db') }),
      'dev-health-db',
    );
    expect([graph.dependents.nodes.length, graph.dependents.omitted]).toEqual([300, 20]);
  });

  it('knows of registered entries too, and which names nobody has', () => {
    const control = new ControlPlaneFacts([
      registered('dev-health-web', { dependsOn: ['dev-health-db', 'dev-health-gone'] }),
      registered('dev-health-app', { dependsOn: ['dev-health-web'] }),
      // It was registered so, but its manifest here says otherwise by now.
      registered('dev-health-db', { dependsOn: ['dev-health-web'] }),
    ]);
    const project = projectOf({ 'file:///w/db.heady.yaml': SERVICE('dev-health-db') }, control);
    const { graph, source } = detailsOf(project, 'dev-health-web');
    expect(source).toBe('registered');
    expect(nodes(graph.dependencies)).toEqual(['1 dev-health-db drifted', '1 dev-health-gone absent']);
    expect(nodes(graph.dependents)).toEqual(['1 dev-health-app remote']);
  });

  it('has an API need the service behind it, and not the other way round', () => {
    const apis = (name: string) => SERVICE(name).replace('  plane', '  apis: [clinics]\n  plane');
    const project = projectOf({
      'file:///w/api.heady.yaml': API('health-web'),
      'file:///w/web.heady.yaml': apis('dev-health-web'),
      'file:///w/app.heady.yaml': apis('dev-health-app'),
    });
    const { graph } = detailsOf(project, 'clinics', { kind: 'Api' });
    expect(nodes(graph.dependencies)).toEqual(['1 dev-health-web unknown']);
    expect(nodes(graph.dependents)).toEqual(['1 dev-health-app unknown']);
    expect(nodes(detailsOf(project, 'dev-health-web').graph.dependencies)).toEqual([]);
  });
});

describe('what is told of an entry', () => {
  const manifest = SERVICE('dev-health-web', 'dev-health-db').replace(
    '  plane',
    `  env: { TOKEN: ${SECRET}, LEVEL: debug }\n  ports: [{ name: http, port: 8080 }]\n  plane`,
  );

  it('is its fields as the schema calls them, without credentials', () => {
    const { spec, metadata, place } = detailsOf(
      projectOf({ 'file:///w/web.heady.yaml': manifest }),
      'dev-health-web',
    );
    expect(place).toMatchObject({ uri: 'file:///w/web.heady.yaml', range: { start: { line: 3 } } });
    const field = (key: string) => spec.find((each) => each.key === key);
    expect(field('dependsOn')).toEqual({
      key: 'dependsOn',
      title: 'Depends on',
      values: ['dev-health-db'],
    });
    expect(field('env')?.fields).toEqual([
      { key: 'TOKEN', title: 'TOKEN', value: '[redacted]' },
      { key: 'LEVEL', title: 'LEVEL', value: 'debug' },
    ]);
    expect(field('ports')?.fields?.[0]).toMatchObject({ key: '1', title: 'http' });
    expect(metadata.find(({ key }) => key === 'tags')?.fields).toContainEqual(
      expect.objectContaining({ key: 'Owner', value: 'team-a' }),
    );
    expect(JSON.stringify(spec)).not.toContain(SECRET);
  });

  it('is what it differs in from its entry, on both sides', () => {
    const control = new ControlPlaneFacts([
      registered('dev-health-web', { plane: 'data', runtime: 'docker' }),
    ]);
    const project = projectOf({ 'file:///w/web.heady.yaml': SERVICE('dev-health-web') }, control);
    const { item, drift } = detailsOf(project, 'dev-health-web');
    expect([item.state, item.version]).toEqual(['drifted', 4]);
    expect(drift).toEqual([{ field: 'spec.plane', from: 'data', to: 'app' }]);
  });

  it('is what is found in it, with the place and the fixes', () => {
    const text = SERVICE('dev-health-web').replace('runtime: docker', 'runtime: dokcer');
    const { findings, item } = detailsOf(projectOf({ 'file:///w/web.heady.yaml': text }), 'dev-health-web');
    const finding = findings.find(({ rule }) => rule === 'schema/enum');
    expect(finding).toMatchObject({ severity: 'error', range: { start: { line: 8, character: 11 } } });
    expect(finding?.fixes[0]).toContain('docker');
    expect(item.errors).toBe(findings.filter(({ severity }) => severity === 'error').length);
  });

  it('is where its APIs answer and are defined, and nothing that is no address', () => {
    const api = API('health-web')
      .replace(
        'metadata: { name: clinics }',
        'metadata:\n  name: clinics\n  links: [{ title: Runbook, url: "https://run.example/x" }, { url: "javascript:alert(1)" }]',
      )
      .replace('  type: rest', '  servers: { dev: "http://localhost:8080" }\n  type: rest');
    const web = SERVICE('dev-health-web').replace('  plane', '  apis: [clinics, gone]\n  plane');
    const project = projectOf({ 'file:///w/apis/api.heady.yaml': api, 'file:///w/web.heady.yaml': web });
    const definition = { uri: 'file:///w/apis/clinics.yaml', file: 'clinics.yaml' };
    expect(
      detailsOf(project, 'clinics', { kind: 'Api' }).links.map(({ title, target }) => [title, target]),
    ).toEqual([
      ['Definition', definition],
      ['Answers in dev', { url: 'http://localhost:8080' }],
      ['Runbook', { url: 'https://run.example/x' }],
    ]);
    expect(detailsOf(project, 'dev-health-web').links.map(({ title, target }) => [title, target])).toEqual([
      ['clinics', { entry: { kind: 'Api', name: 'clinics' } }],
      ['Definition of clinics', definition],
      ['clinics in dev', { url: 'http://localhost:8080' }],
      ['gone', { entry: { kind: 'Api', name: 'gone' } }],
    ]);
  });

  it('is nothing where there is no such thing, or not in that environment', () => {
    const project = projectOf(ORGANISATION);
    expect(entryDetails(project, { kind: 'Service', name: 'dev-health-nobody', depth: 1 })).toBeUndefined();
    const elsewhere = { kind: 'Service', name: 'dev-health-web', environment: 'prod' as const, depth: 1 };
    expect(entryDetails(project, elsewhere)).toBeUndefined();
  });
});
