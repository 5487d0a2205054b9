import { describe, expect, test } from 'vitest';
import { parseManifest } from './parse.ts';
import { KINDS, schemaAt, schemaOf } from './schemas.ts';

/** A sound document of each kind, to break one field of. */
const SOUND: Record<string, string> = {
  VirtualMachine: `apiVersion: heady.systems/v1
kind: VirtualMachine
metadata: { name: prod-control-01 }
spec:
  environment: prod
  role: control
  image: ubuntu-base@2.4.0
  plane: control
  network: { mode: control, exposedPorts: [8443] }
  cpu: 4
  memoryGiB: 16
  diskGiB: 0.5
  monthlyCost: { amount: 130, currency: USD }
  runtime: podman
  provisioning: cloud-init
`,
  GoldenImage: `apiVersion: heady.systems/v1
kind: GoldenImage
metadata: { name: ubuntu-base }
spec:
  version: 2.4.0-rc.1+b7
  os: { family: ubuntu, version: "24.04" }
  layers: [{ name: base, packages: [open-vm-tools] }]
  state: sealed
  agents: [heady-mcp-agent]
  from: minimal@1.0.0
`,
  Api: `apiVersion: heady.systems/v1
kind: Api
metadata: { name: billing }
spec:
  type: rest
  definition: ./billing.openapi.yaml
  providedBy: health-billing
  version: "2"
  lifecycle: production
  servers: { prod: https://billing.heady.systems, lab: http://localhost:8080 }
  auth: apiKey
`,
  Agent: `apiVersion: heady.systems/v1
kind: Agent
metadata: { name: art-director }
spec:
  level: L1
  parent: coordinator
  workspace: command-center
  skills: [style]
  tools: [comfyui.generate]
`,
  Workspace: `apiVersion: heady.systems/v1
kind: Workspace
metadata: { name: command-center }
spec:
  priority: P0
  repository: git@git.heady.systems:command-center.git
  dependsOn: [fitflow]
  services: [dev-dev-gateway]
  mcpServers: [comfyui]
  portRange: { from: 4000, to: 4099 }
`,
  McpServer: `apiVersion: heady.systems/v1
kind: McpServer
metadata: { name: comfyui }
spec:
  transport: websocket
  command: npx
  args: [server@1.0.0]
  env: { LOG_LEVEL: debug }
  url: ws://localhost:5000/mcp
  replicas: [ws://localhost:5001/mcp]
  headers: { X-Api-Key: "\${COMFYUI_KEY}" }
  oauth: { clientId: heady-gateway, clientSecret: "\${COMFYUI_SECRET}", scopes: [draw] }
  environments: [dev, test]
  roles: [operator]
  tools: { allow: [generate], deny: [delete] }
  rateLimit: { perMinute: 100, concurrent: 10 }
  timeoutMs: 30000
  trustHints: true
`,
};

/** What the schema says of a kind's sound document with one part of it written otherwise, as `rule the text marked`. */
function problemsOf(kind: string, part = '', otherwise = ''): string[] {
  const sound = SOUND[kind] ?? '';
  if (!sound.includes(part)) throw new Error(`The sound ${kind} does not say ${part}`);
  const text = sound.replace(part, () => otherwise);
  return parseManifest(text).documents.flatMap(({ document }) =>
    document.schemaProblems.map(({ rule, start, end }) => `${rule} ${document.text.slice(start, end)}`),
  );
}

describe.each(Object.keys(SOUND))('%s', (kind) => {
  test('fits with all of its fields', () => {
    expect(problemsOf(kind)).toEqual([]);
  });

  test('is known by all of its fields and by no others', () => {
    const spec = schemaAt(schemaOf(kind), ['spec']);
    for (const field of Object.keys(spec?.properties ?? {})) expect(SOUND[kind]).toContain(`  ${field}:`);
    expect(problemsOf(kind, 'spec:\n', 'spec:\n  zone: x\n')).toEqual(['schema/unknown-field zone']);
  });
});

test.each([
  ['VirtualMachine', ['environment', 'role', 'image']],
  ['GoldenImage', ['version', 'os', 'layers', 'state']],
  ['Api', ['type', 'definition', 'providedBy']],
  ['Agent', ['level']],
  ['Workspace', ['priority']],
  ['McpServer', ['transport']],
])('%s requires %j of its spec', (kind, fields) => {
  const text = `apiVersion: heady.systems/v1\nkind: ${kind}\nmetadata: { name: dev-app-01 }\nspec: {}\n`;
  const [parsed] = parseManifest(text).documents;
  const missing = parsed?.document.schemaProblems.map(({ rule, path }) => [rule, path.at(-1)]);
  expect(missing).toEqual(fields.map((field) => ['schema/required', field]));
});

describe('what does not fit', () => {
  test.each([
    ['VirtualMachine', 'environment: prod', 'environment: production', ['schema/enum production']],
    ['VirtualMachine', 'mode: control', 'mode: vlan', ['schema/enum vlan']],
    ['VirtualMachine', '[8443]', '[8443, 65536]', ['schema/range 65536']],
    ['VirtualMachine', '[8443]', '["8443"]', ['schema/type "8443"']],
    ['VirtualMachine', 'cpu: 4', 'cpu: -1', ['schema/range -1']],
    ['VirtualMachine', 'amount: 130, ', '', ['schema/required monthlyCost']],
    ['VirtualMachine', 'runtime: podman', 'runtime: vmware', ['schema/enum vmware']],
    ['VirtualMachine', 'provisioning: cloud-init', 'provisioning: hand', ['schema/enum hand']],
    ['GoldenImage', 'ubuntu-base', 'Ubuntu base', ['schema/format Ubuntu base']],
    ['GoldenImage', '2.4.0-rc.1+b7', '2.4', ['schema/type 2.4']],
    ['GoldenImage', '2.4.0-rc.1+b7', 'v2.4.0', ['schema/format v2.4.0']],
    ['GoldenImage', '2.4.0-rc.1+b7', '2.04.0', ['schema/format 2.04.0']],
    ['GoldenImage', '"24.04"', '24.04', ['schema/type 24.04']],
    ['GoldenImage', 'family: ubuntu', 'family: debian', ['schema/enum debian']],
    ['GoldenImage', 'family: ubuntu, ', '', ['schema/required os']],
    ['GoldenImage', '{ name: base, ', '{ name: bottom, ', ['schema/enum bottom']],
    ['GoldenImage', '{ name: base, ', '{ ', ['schema/required packages']],
    ['GoldenImage', 'state: sealed', 'state: done', ['schema/enum done']],
    ['Api', 'type: rest', 'type: soap', ['schema/enum soap']],
    ['Api', 'https://billing.heady.systems', 'billing', ['schema/format billing']],
    ['Api', 'http://localhost:8080', 'the lab', ['schema/format the lab']],
    ['Api', 'version: "2"', 'version: 2', ['schema/type 2']],
    ['Api', 'lifecycle: production', 'lifecycle: alpha', ['schema/enum alpha']],
    ['Api', 'auth: apiKey', 'auth: oauth', ['schema/enum oauth']],
    ['Agent', 'level: L1', 'level: L4', ['schema/enum L4']],
    ['Agent', 'parent: coordinator', 'parent: [coordinator]', ['schema/type [coordinator]']],
    ['Agent', 'art-director', 'art_director', ['schema/format art_director']],
    ['Workspace', 'priority: P0', 'priority: 0', ['schema/type 0']],
    ['Workspace', 'from: 4000, ', '', ['schema/required portRange']],
    ['Workspace', 'from: 4000', 'from: 0', ['schema/range 0']],
    ['McpServer', 'transport: websocket', 'transport: ws', ['schema/enum ws']],
    ['McpServer', 'url: ws://localhost:5000/mcp', 'url: localhost', ['schema/format localhost']],
    ['McpServer', 'replicas: [ws://localhost:5001/mcp]', 'replicas: 2', ['schema/type 2']],
    ['McpServer', '[ws://localhost:5001/mcp]', '[two]', ['schema/format two']],
    ['McpServer', 'LOG_LEVEL: debug', 'LOG_LEVEL: 3', ['schema/type 3']],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a manifest says
    ['McpServer', 'X-Api-Key: "${COMFYUI_KEY}"', 'X-Api-Key: 3', ['schema/type 3']],
    ['McpServer', 'clientId: heady-gateway, ', '', ['schema/required oauth']],
    ['McpServer', 'scopes: [draw]', 'scopes: draw', ['schema/type draw']],
    ['McpServer', '[dev, test]', '[dev, qa]', ['schema/enum qa']],
    ['McpServer', 'deny: [delete]', 'denied: [delete]', ['schema/unknown-field denied']],
    ['McpServer', 'concurrent: 10', 'concurrent: 1.5', ['schema/type 1.5']],
    ['McpServer', 'perMinute: 100', 'perMinute: -1', ['schema/range -1']],
    ['McpServer', 'trustHints: true', 'trustHints: yes', ['schema/type yes']],
  ])('%s with %j as %j', (kind, part, otherwise, expected) => {
    expect(problemsOf(kind, part, otherwise)).toEqual(expected);
  });
});

test.each([
  ['GoldenImage', '2.4.0-rc.1+b7', 'v2.4.0', 'a semantic version, "<major>.<minor>.<patch>"'],
  ['GoldenImage', 'ubuntu-base', 'Ubuntu base', 'lower-case words joined by hyphens'],
  [
    'VirtualMachine',
    'ubuntu-base@2.4.0',
    'a b@1',
    'a golden image and its version, "<GoldenImage>@<version>"',
  ],
])('%s with %j as %j is told the form', (kind, part, otherwise, form) => {
  const text = (SOUND[kind] ?? '').replace(part, otherwise);
  const [problem] = parseManifest(text).documents[0]?.document.schemaProblems ?? [];
  expect(problem?.message).toContain(` must be ${form}, not "${otherwise}".`);
});

describe('one fault, one finding (decision 4)', () => {
  test('the name of a machine is left to naming/vm', () => {
    expect(problemsOf('VirtualMachine', 'prod-control-01', 'control1')).toEqual([]);
  });

  test.each(['ubuntu-base', 'ubuntu-base@'])('a machine’s image %j is left to image/not-sealed', (image) => {
    expect(problemsOf('VirtualMachine', 'ubuntu-base@2.4.0', image)).toEqual([]);
  });

  test.each(['ubuntu base@2.4.0', '"@2.4.0"', 'a@b@c'])('a machine’s image %j names no image', (image) => {
    expect(problemsOf('VirtualMachine', 'ubuntu-base@2.4.0', image)).toEqual([`schema/format ${image}`]);
  });

  test('what the schema refuses counts as not stated, whoever says so', () => {
    const text = (SOUND.VirtualMachine ?? '').replace('@2.4.0', '');
    const [parsed] = parseManifest(text).documents;
    expect(parsed?.document.statedText(['spec', 'image'])).toBeUndefined();
  });
});

describe('a range of ports', () => {
  test('may hold a single port', () => {
    expect(problemsOf('Workspace', 'to: 4099', 'to: 4000')).toEqual([]);
  });

  test('does not end before it begins, which is said at its end', () => {
    expect(problemsOf('Workspace', 'to: 4099', 'to: 3999')).toEqual(['schema/range 3999']);
  });

  test('is compared only where both ends fit', () => {
    expect(problemsOf('Workspace', 'from: 4000, to: 4099', 'from: 70000, to: 4099')).toEqual([
      'schema/range 70000',
    ]);
    expect(problemsOf('Workspace', 'to: 4099', 'to: "3999"')).toEqual(['schema/type "3999"']);
    expect(problemsOf('Workspace', 'from: 4000, to: 4099', 'from: 4000.5, to: 3999')).toEqual([
      'schema/type 4000.5',
    ]);
    expect(problemsOf('Workspace', '{ from: 4000, to: 4099 }', '[4099, 4000]')).toEqual([
      'schema/type [4099, 4000]',
    ]);
  });

  test('is said in words that help', () => {
    const text = (SOUND.Workspace ?? '').replace('to: 4099', 'to: 3999');
    const [problem] = parseManifest(text).documents[0]?.document.schemaProblems ?? [];
    expect(problem).toMatchObject({
      message: '"spec.portRange.to" must be at least 4000, where the range begins, not 3999.',
      suggestions: [4000],
    });
  });
});

test('every field of every kind has a title', () => {
  expect(KINDS.flatMap((kind) => untitled(schemaOf(kind), kind))).toEqual([]);
});

function untitled(root: ReturnType<typeof schemaOf>, kind: string): string[] {
  const visit = (path: readonly (string | number)[]): string[] => {
    const schema = schemaAt(root, path);
    const name = path.at(-1);
    const own = typeof name === 'string' && !schema?.title ? [`${kind}: ${path.join('.')}`] : [];
    const below = Object.keys(schema?.properties ?? {}).flatMap((key) => visit([...path, key]));
    return [...own, ...below, ...(schema?.items ? visit([...path, 0]) : [])];
  };
  return visit([]);
}

test("a kind's own definitions are found behind its references", () => {
  const type = schemaAt(schemaOf('Template'), ['spec', 'parameters', 'properties', 'queue', 'type']);
  expect(type?.enum).toEqual(['string', 'integer', 'number', 'boolean', 'array']);
});
