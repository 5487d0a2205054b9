import { describe, expect, it } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { ControlPlaneFacts } from '../../catalog/controlPlane/facts.ts';
import { environmentInName } from '../../manifest/environment.ts';
import { parseManifest } from '../../manifest/parse.ts';
import type { CatalogEntry } from '../../rules/facts.ts';
import { codeLenses } from '../codeLens.ts';
import { hover } from '../hover.ts';
import { atCursor, SAMPLE_CATALOG } from '../testSupport.ts';
import { ORGANISATION, projectOf, SERVICE } from '../testWorkspace.ts';

/** What a hover links to: the words of each link, and what its command is told. */
function linksAt(marked: string, details = true): [words: string, target: unknown][] {
  const { text, offset } = atCursor(marked);
  const found = hover(parseManifest(text), offset, SAMPLE_CATALOG, { details });
  const markdown = (found?.contents as MarkupContent | undefined)?.value ?? '';
  return [...markdown.matchAll(/\[([^\]]+)\]\(command:heady\.catalog\.details\?([^)]+)\)/g)].map(
    ([, words = '', query = '']) => [words, JSON.parse(decodeURIComponent(query))[0]],
  );
}

const BILLING = { kind: 'Service', name: 'prod-health-billing', environment: 'prod' };

describe('a hover', () => {
  it.each([
    [
      'what a manifest needs',
      'kind: Service\nspec:\n  dependsOn: [prod-health-bil|ling]',
      'Show details',
      BILLING,
    ],
    ['its own name', 'kind: Service\nmetadata: { name: prod-health-bil|ling }', 'Show details', BILLING],
    [
      'a service in whichever environment',
      'kind: Api\nspec:\n  providedBy: health-bil|ling-db',
      'dev',
      { kind: 'Service', name: 'dev-health-billing-db', environment: 'dev' },
    ],
    [
      'a vertical',
      'kind: Service\nmetadata: { tags: { Vertical: hea|lth } }',
      'Show details',
      { kind: 'Vertical', name: 'health' },
    ],
  ])('links to the details of %s', (_, marked, words, target) => {
    expect(linksAt(marked)[0]).toEqual([words, target]);
  });

  it('links to nothing that there is not, and to no owner', () => {
    expect(linksAt('kind: Service\nspec:\n  dependsOn: [prod-health-no|body]')).toEqual([]);
    expect(linksAt('kind: Service\nmetadata: { tags: { Owner: team-bil|ling } }')).toEqual([]);
    expect(linksAt('kind: Service\nspec:\n  dependsOn|: [prod-health-billing]')).toEqual([]);
  });

  it('has no link that leads nowhere, in an editor without details', () => {
    expect(linksAt('kind: Service\nspec:\n  dependsOn: [prod-health-bil|ling]', false)).toEqual([]);
  });
});

/** As version 3 of what a manifest says. */
function entryOf(text: string): CatalogEntry {
  const [placed] = parseManifest(text).documents;
  const { kind = '', name = '' } = placed?.document ?? {};
  return {
    ...{ kind, name, environment: environmentInName(kind, name), manifest: placed?.document.value ?? null },
    ...{ version: 3, registeredAt: '2026-01-01T00:00:00Z' },
  };
}

describe('a lens', () => {
  const lenses = (project: ReturnType<typeof projectOf>, uri: string, details: boolean) => {
    const file = project.file(uri);
    if (!file) throw new Error(`There is no file ${uri}.`);
    return codeLenses(project, file, uri, { impact: false, details }).map(({ command }) => command);
  };
  const DB = 'file:///w/db.heady.yaml';
  const details = {
    command: 'heady.catalog.details',
    arguments: [{ kind: 'Service', name: 'dev-health-db', environment: 'dev' }],
  };

  it('says what depends on an entry and opens its details', () => {
    expect(lenses(projectOf(ORGANISATION), DB, true)[1]).toEqual({
      title: '2 dependents · catalog not reached · details',
      ...details,
    });
  });

  it('stands beside the one that registers', () => {
    const project = projectOf({ [DB]: SERVICE('dev-health-db') }, new ControlPlaneFacts([]));
    expect(lenses(project, DB, true).map((command) => command?.title)).toEqual([
      '0 references',
      'not in the catalog: register',
      '0 dependents · details',
    ]);
  });

  it.each([
    [
      'what differs',
      'dev-health-db',
      SERVICE('dev-health-db').replace('app', 'data'),
      'differs from the catalog, version 3: compare',
      'register',
    ],
    ['what agrees', 'dev-health-db', SERVICE('dev-health-db'), 'promote to Test'],
    ['what agrees in prod', 'prod-health-db', SERVICE('prod-health-db')],
  ])('offers what can be done with %s', (_, name, registered, ...offered) => {
    const project = projectOf({ [DB]: SERVICE(name) }, new ControlPlaneFacts([entryOf(registered)]));
    const shown = lenses(project, DB, true).slice(1, -1);
    expect(shown.map((command) => command?.title)).toEqual(offered);
    for (const command of shown) expect(command?.arguments?.[0]).toMatchObject({ kind: 'Service', name });
  });

  it('follows each change of its manifest, though no other file hears of it', () => {
    const project = projectOf({}, new ControlPlaneFacts([entryOf(SERVICE('dev-health-db'))]));
    project.update(DB, SERVICE('dev-health-db'));
    expect(lenses(project, DB, true)[1]?.title).toBe('promote to Test');
    const { factsStamp } = project;
    project.update(DB, `${SERVICE('dev-health-db')}  replicas: 3\n`);
    expect(project.factsStamp).toBe(factsStamp);
    expect(lenses(project, DB, true)[1]?.title).toBe('differs from the catalog, version 3: compare');
  });

  it('is as before in an editor without details', () => {
    expect(lenses(projectOf(ORGANISATION), DB, false).map((command) => command?.title)).toEqual([
      '2 references',
      'catalog not reached',
    ]);
  });
});
