import { describe, expect, test } from 'vitest';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from './callHierarchy.ts';
import { definition } from './definition.ts';
import { references } from './references.ts';
import { semanticTokens } from './semanticTokens.ts';
import { API, ORGANISATION as FILES, open, projectOf, SERVICE, shown } from './testWorkspace.ts';
import { workspaceSymbols } from './workspaceSymbols.ts';

const WEB = 'file:///w/web.heady.yaml';
const AT_DB: [string, string] = [WEB, SERVICE('dev-health-web', 'dev-heal|th-db')];

describe('definition and references', () => {
  test('of a service: its manifest, and everywhere it is needed', () => {
    const { project, file, offset, all } = open(FILES, AT_DB);
    expect(shown(all, definition(project, file, offset))).toEqual(['db.heady.yaml:5 dev-health-db']);
    expect(shown(all, references(project, file, offset, false))).toEqual([
      'dev-health-api.heady.yaml:9 dev-health-db',
      'web.heady.yaml:9 dev-health-db',
    ]);
    expect(references(project, file, offset, true)).toHaveLength(3);
  });

  test('of an owner: the policy that lists it', () => {
    const { project, file, offset, all } = open(FILES, [
      WEB,
      SERVICE('dev-health-web').replace('team-a', 'tea|m-a'),
    ]);
    expect(shown(all, definition(project, file, offset))).toEqual(['org.heady.yaml:3 team-a']);
    expect(references(project, file, offset, false)).toHaveLength(3);
  });

  test('of an owner: not the policy that it owns', () => {
    const { project, file, offset, all } = open(FILES, [
      WEB,
      'kind: Policy\nmetadata:\n  name: other\n  tags: { Owner: tea|m-a }\n',
    ]);
    expect(shown(all, definition(project, file, offset))).toEqual(['org.heady.yaml:3 team-a']);
  });

  test('of a vertical: its manifest', () => {
    const { project, file, offset, all } = open(FILES, [
      WEB,
      SERVICE('dev-health-web').replace('Vertical: health', 'Vertical: hea|lth'),
    ]);
    expect(shown(all, definition(project, file, offset))).toEqual(['org.heady.yaml:7 health']);
  });

  test.each([
    ['a key', 'kind: Ser|vice\n'],
    ['nothing', '|'],
    ['broken text', 'spec: {dependsOn: [dev-|x\n'],
  ])('of %s: none', (_, marked) => {
    const { project, file, offset } = open(FILES, [WEB, marked]);
    expect(definition(project, file, offset)).toEqual([]);
  });
});

describe('what is provided in any environment', () => {
  const FILES = {
    'file:///w/dev.heady.yaml': SERVICE('dev-health-api'),
    'file:///w/prod.heady.yaml': SERVICE('prod-health-api', 'dev-health-api'),
  };
  const AT_BASE = ['file:///w/a.heady.yaml', API('health-|api')] as const;

  test('leads to the service in each environment, and to all that names one of them', () => {
    const { project, file, offset, all } = open(FILES, AT_BASE);
    const services = ['dev.heady.yaml:3 dev-health-api', 'prod.heady.yaml:3 prod-health-api'];
    expect(shown(all, definition(project, file, offset))).toEqual(services);
    expect(shown(all, references(project, file, offset, false))).toEqual([
      'a.heady.yaml:6 health-api',
      'prod.heady.yaml:9 dev-health-api',
    ]);
    expect(prepareCallHierarchy(project, file, offset).map(({ name }) => name)).toEqual([
      'dev-health-api',
      'prod-health-api',
    ]);
  });

  test('is a reference to the service in one environment', () => {
    const all = { ...FILES, [AT_BASE[0]]: AT_BASE[1].replace('|', '') };
    const { project, file, offset } = open(all, ['file:///w/prod.heady.yaml', SERVICE('prod-health|-api')]);
    expect(shown(all, references(project, file, offset, false))).toEqual(['a.heady.yaml:6 health-api']);
  });

  test('is coloured as a vertical and a service', () => {
    const { file, project } = open({}, AT_BASE);
    expect(semanticTokens(file, project.verticals())).toEqual([6, 14, 6, 1, 0, 0, 7, 3, 2, 0]);
  });
});

describe('call hierarchy', () => {
  test('goes both ways along dependsOn', () => {
    const { project, file, offset } = open(FILES, AT_DB);
    const [item] = prepareCallHierarchy(project, file, offset);
    if (!item) throw new Error('no item');
    expect(item.name).toBe('dev-health-db');
    expect(incomingCalls(project, item).map(({ from }) => from.name)).toEqual([
      'dev-health-api',
      'dev-health-web',
    ]);
    expect(outgoingCalls(project, item)).toEqual([]);
    const [web] = incomingCalls(project, item).slice(1);
    if (!web) throw new Error('no caller');
    expect(outgoingCalls(project, web.from).map(({ to }) => to.name)).toEqual(['dev-health-db']);
  });
});

test('workspace symbols are found by letters in order', () => {
  const project = projectOf(FILES);
  expect(workspaceSymbols(project, 'dhw').map(({ name }) => name)).toEqual(['dev-health-web']);
  expect(workspaceSymbols(project, '').length).toBe(5);
  expect(workspaceSymbols(project, 'zzz')).toEqual([]);
});

test('semantic tokens are the segments of service names', () => {
  const { file, project } = open({}, [
    'file:///w/a.heady.yaml',
    `${SERVICE('dev-health-a', 'dev-health-b-c')}|`,
  ]);
  // deltaLine, deltaStart, length, type, modifiers
  expect(semanticTokens(file, project.verticals())).toEqual([
    3, 8, 3, 0, 1, 0, 4, 6, 1, 1, 0, 7, 1, 2, 1, 6, 14, 3, 0, 0, 0, 4, 6, 1, 0, 0, 7, 3, 2, 0,
  ]);
});
