import fc from 'fast-check';
import { ENVIRONMENTS } from '../manifest/document.ts';
import type { Files } from './testWorkspace.ts';

/** A workspace of many files in many styles, in which everything that can be named is named. */
export function workspaceOf(g: fc.GeneratorValue): Files {
  const one = <T>(...values: T[]): T => g(oneOf<T>, values);
  const documents = documentsOf(g);
  const inAnyOrder = g(fc.shuffledSubarray<string>, documents, { minLength: documents.length });
  const files: { uri: string; text: string }[] = [];
  for (const [i, text] of inAnyOrder.entries()) {
    const last = files.at(-1);
    const [, name = ''] = /name: ["']?([\w-]+)/.exec(text) ?? [];
    if (last && one(true, false, false)) last.text += `---\n${text}`;
    else files.push({ uri: `file:///w/${i}/${one(name, 'manifests')}.heady.yaml`, text });
  }
  const eol = one('\n', '\r\n');
  return Object.fromEntries(files.map(({ uri, text }) => [uri, text.replaceAll('\n', eol)]));
}

function documentsOf(g: fc.GeneratorValue): string[] {
  const some = <T>(values: readonly T[], max = 3): T[] =>
    g(fc.subarray<T>, [...values], { maxLength: Math.min(max, values.length) });
  const one = <T>(...values: T[]): T => g(oneOf<T>, values);
  const names = (max: number) =>
    g(fc.uniqueArray<string, string>, fc.constantFrom(...WORDS), { minLength: 1, maxLength: max });
  const list = (field: string, values: readonly string[]) =>
    values.length ? [written(one('block', 'flow'), field, values.map(quoted))] : [];
  const quoted = (name: string) => one(name, name, `'${name}'`, `"${name}"`);
  const verticals = names(3);
  const services = verticals.flatMap((vertical) =>
    names(3).flatMap((service) => some(ENVIRONMENTS, 3).map((env) => `${env}-${vertical}-${service}`)),
  );
  const bases = [...new Set(services.map((name) => name.slice(name.indexOf('-') + 1)))];
  const [images, apis, workspaces, servers, agents] = [names(3), names(3), names(3), names(3), names(3)];
  const machines = some(['dev-app-01', 'dev-db-01', 'prod-app-01', 'prod-app-02']);
  const owners = ['team-a', 'team-b', 'Team C'];
  const document = (kind: string, name: string, spec: readonly string[]) =>
    manifest(kind, quoted(name), spec, one(...verticals), quoted(one(...owners)));
  const image = () => quoted(`${one(...images)}${one('', '@1.0.0', '@2.0.0')}`);
  return [
    ...verticals.map((name) => document('Vertical', name, some([`  vm: ${image()}`]))),
    ...services.map((name) =>
      document('Service', name, [
        ...list('dependsOn', some(services)),
        ...list('apis', some(apis)),
        ...list('hosts', some(machines)),
      ]),
    ),
    ...machines.map((name) => document('VirtualMachine', name, [`  image: ${image()}`])),
    ...images.flatMap((name) =>
      ['1.0.0', '2.0.0'].map((version) =>
        document('GoldenImage', name, [`  version: ${version}`, ...some([`  from: ${image()}`])]),
      ),
    ),
    ...apis.flatMap((name) =>
      bases.length ? [document('Api', name, [`  providedBy: ${quoted(one(...bases))}`])] : [],
    ),
    ...agents.map((name) =>
      document('Agent', name, [
        `  parent: ${quoted(one(...agents))}`,
        `  workspace: ${quoted(one(...workspaces))}`,
      ]),
    ),
    ...workspaces.map((name) =>
      document('Workspace', name, [
        ...list('dependsOn', some(workspaces)),
        ...list('services', some(services)),
        ...list('mcpServers', some(servers)),
      ]),
    ),
    ...servers.map((name) => document('McpServer', name, ['  transport: stdio'])),
    document('Policy', 'org', [
      written('flow', 'owners', owners.map(quoted)),
      ...list('verticals', verticals),
    ]),
    'apiVersion: heady.systems/v1\nkind: Environment\nmetadata: { name: dev }\n',
  ];
}

/** One of some values; under one name, so that fast-check recognizes it. */
export function oneOf<T>(values: readonly T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...values);
}

const WORDS = ['health', 'care', 'db', 'api', 'health-care', 'dev', 'a', 'a-b', 'x1'];

/** A manifest without what a name or reference does not need. */
export function manifest(
  kind: string,
  name: string,
  spec: readonly string[],
  vertical: string,
  owner = 'team-a',
): string {
  return [
    'apiVersion: heady.systems/v1',
    `kind: ${kind}`,
    'metadata:',
    `  name: ${name} # its name`,
    `  tags: { Owner: ${owner}, Vertical: ${vertical} }`,
    'spec:',
    ...spec,
    '',
  ].join('\n');
}

function written(style: 'block' | 'flow', field: string, values: readonly string[]): string {
  return style === 'flow'
    ? `  ${field}: [${values.join(', ')}]`
    : [`  ${field}:`, ...values.map((value) => `    - ${value} # why`)].join('\n');
}
