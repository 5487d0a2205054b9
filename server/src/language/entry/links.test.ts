import { describe, expect, it } from 'vitest';
import type { MarkupContent } from 'vscode-languageserver-types';
import { ControlPlaneFacts } from '../../catalog/controlPlaneFacts.ts';
import { parseManifest } from '../../manifest/parse.ts';
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

  it('is as before in an editor without details', () => {
    expect(lenses(projectOf(ORGANISATION), DB, false).map((command) => command?.title)).toEqual([
      '2 references',
      'catalog not reached',
    ]);
  });
});
