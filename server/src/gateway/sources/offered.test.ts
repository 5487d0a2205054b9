import { expect, test } from 'vitest';
import { parseManifest } from '../../manifest/parse.ts';
import { upstreamsIn } from './manifests.ts';
import { offeredIn, together } from './offered.ts';

const HEAD = 'apiVersion: heady.systems/v1\nkind: McpServer\n';

test('an environment has the servers that name it or none, and one of each name', () => {
  const of = (name: string, environments: string, uri: string) =>
    upstreamsIn(
      parseManifest(
        `${HEAD}metadata: { name: ${name}, tags: { Owner: team-a } }\nspec: { transport: stdio, command: x${environments} }`,
      ),
      uri,
    );
  const found = [
    of('everywhere', '', '1'),
    of('in-prod', ', environments: [prod]', '2'),
    of('everywhere', ', environments: [dev, test]', '3'),
  ];
  const all = together(...found);
  const names = (environment: 'dev' | 'prod') =>
    offeredIn(environment, all).upstreams.map(({ name }) => name);
  expect(names('prod')).toEqual(['everywhere', 'in-prod']);
  expect(names('dev')).toEqual(['everywhere']);
  expect(offeredIn('dev', all).problems).toMatchObject([{ name: 'everywhere', uri: '3', line: 2 }]);
});
