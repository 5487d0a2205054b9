import { describe, expect, it } from 'vitest';
import { findingsOf, fixed, lintText, titlesOf } from '../testing.ts';

const IMAGE = `apiVersion: heady.systems/v1
kind: GoldenImage
metadata:
  name: ubuntu-base
  tags: { Owner: team-platform, Vertical: dev, DataSensitivity: internal }
spec:
  version: 1.0.0
  os: { family: ubuntu }
  state: sealed
  layers:
    - name: base # hardened
      packages: [open-vm-tools, heady-mcp-agent, observability]
    - name: role
`;

function image(part: string, otherwise: string): string {
  if (!IMAGE.includes(part)) throw new Error(`The sound image does not say ${part}`);
  return IMAGE.replace(part, otherwise);
}

/** Where `from` may lead. */
const OTHER = { files: { 'alpine.heady.yaml': IMAGE.replace('ubuntu-base', 'alpine-base') } };

const BASE = '    - name: base # hardened\n      packages: [open-vm-tools, heady-mcp-agent, observability]\n';

describe('image/layers', () => {
  it('is content with base, productivity, role and what leaves the later ones out', () => {
    expect(findingsOf(IMAGE)).toEqual([]);
    expect(findingsOf(image('role', 'productivity'))).toEqual([]);
    expect(findingsOf(image('    - name: role\n', ''))).toEqual([]);
  });

  it('asks for a base at "layers", unless it comes from another image', () => {
    expect(findingsOf(image(BASE, ''))).toEqual(['image/layers 10:3 layers']);
    expect(findingsOf(image(BASE, '').replace('state:', 'from: alpine-base\n  state:'), OTHER)).toEqual([]);
    expect(findingsOf(IMAGE.replace(/ {2}layers:[\s\S]*/, '  layers: []\n'))).toEqual([
      'image/layers 10:3 layers',
    ]);
  });

  it('marks the first layer that is out of order', () => {
    const text = image(BASE, '').concat('    - name: productivity\n', BASE);
    expect(findingsOf(text)).toEqual(['image/layers 12:13 productivity']);
  });

  it('lays layers in their order, each with its comments', () => {
    const [base, productivity] = [`    # since 2019\n${BASE}`, '    - name: productivity # office\n'];
    const wrong = image(BASE, productivity + base);
    expect(findingsOf(wrong)).toEqual(['image/layers 13:13 base']);
    expect(titlesOf(wrong, 'image/layers')).toEqual([
      '* Put the layers into the order base, productivity, role',
    ]);
    expect(fixed(wrong, 'image/layers')).toBe(image(BASE, base + productivity));
    const inBrackets = (layers: string) => IMAGE.replace(/ {2}layers:[\s\S]*/, `  layers: [${layers}]\n`);
    const packages = 'packages: [open-vm-tools, heady-mcp-agent, observability]';
    expect(fixed(inBrackets(`{ name: role }, { name: base, ${packages} }`), 'image/layers')).toBe(
      inBrackets(`{ name: base, ${packages} }, { name: role }`),
    );
  });

  it('does not move what another layer refers to', () => {
    const text = image(BASE, '').replace('- name: role', '- &r { name: role }').concat(BASE);
    expect(titlesOf(text, 'image/layers')).toEqual([]);
  });

  it('leaves layers that are missing or misnamed to the schema', () => {
    expect(findingsOf(IMAGE.replace(/ {2}layers:[\s\S]*/, ''))).toEqual(['schema/required 6:1 spec']);
    expect(findingsOf(image('name: base', 'name: bse'))).toEqual(['schema/enum 11:13 bse']);
  });

  it('inserts a base with all that must be in one', () => {
    const list = '[vmware-tools, heady-mcp-agent, observability]';
    expect(fixed(image(BASE, ''), 'image/layers')).toBe(
      image(BASE, `    - name: base\n      packages: ${list}\n`),
    );
    const elsewhere = image(BASE, '').concat(
      '  agents: [qemu-guest-agent, heady-mcp-agent, observability]\n',
    );
    expect(fixed(elsewhere, 'image/layers')).toBe(
      elsewhere.replace('    - name: role', '    - name: base\n    - name: role'),
    );
  });
});

describe('image/agents', () => {
  it('counts what "agents" and the base layer state together', () => {
    const split = image('observability]', 'hardening]').concat('  agents: [observability@2.1]\n');
    expect(findingsOf(split)).toEqual([]);
  });

  it('takes any hypervisor’s tools', () => {
    for (const tools of [
      'vmware-tools',
      'qemu-guest-agent',
      'hyperv-daemons',
      'virtualbox-guest-additions',
    ]) {
      expect(findingsOf(image('open-vm-tools', tools))).toEqual([]);
    }
  });

  it('is one finding, at "agents", else at the base layer', () => {
    const bare = image('[open-vm-tools, heady-mcp-agent, observability]', '[]');
    expect(findingsOf(bare)).toEqual(['image/agents 11:7 name']);
    expect(findingsOf(bare.concat('  agents: [observability]\n'))).toEqual(['image/agents 14:3 agents']);
  });

  it('says nothing of a base that is another image’s', () => {
    expect(findingsOf(image(BASE, '').replace('state:', 'from: alpine-base\n  state:'), OTHER)).toEqual([]);
  });

  it('inserts what is missing where the agents are stated', () => {
    expect(fixed(image(', observability', ''), 'image/agents')).toBe(IMAGE);
    expect(
      fixed(
        image('[open-vm-tools, heady-mcp-agent, ', '[open-vm-tools, ').concat('  agents: []\n'),
        'image/agents',
      ),
    ).toBe(
      image('[open-vm-tools, heady-mcp-agent, ', '[open-vm-tools, ').concat('  agents: [heady-mcp-agent]\n'),
    );
  });

  it('leaves the choice of the hypervisor to the author', () => {
    const titles = titlesOf(image('[open-vm-tools, heady-mcp-agent, ', '['), 'image/agents');
    expect(titles).toHaveLength(5);
    expect(titles[0]).toBe('Insert "vmware-tools" and "heady-mcp-agent"');
  });
});

describe('image/not-sealed', () => {
  const machine = (ref: string, environment = 'dev') => `apiVersion: heady.systems/v1
kind: VirtualMachine
metadata:
  name: ${environment}-app-01
  tags: { Owner: team-platform, Vertical: dev, DataSensitivity: internal }
spec:
  environment: ${environment}
  role: app
  image: ${ref}
`;
  const judged = (ref: string, ...images: string[]) =>
    findingsOf(machine(ref), { files: { 'images.heady.yaml': images.join('---\n') } }).filter((finding) =>
      finding.startsWith('image/'),
    );
  const CREATED = image('state: sealed', 'state: created');

  it('is content with a sealed image and with a template', () => {
    expect(judged('ubuntu-base@1.0.0', IMAGE)).toEqual([]);
    expect(judged('ubuntu-base@1.0.0', image('state: sealed', 'state: template'))).toEqual([]);
  });

  it('refuses images that are not ready yet, or no more', () => {
    for (const state of ['created', 'optimized', 'retired']) {
      expect(judged('ubuntu-base@1.0.0', image('state: sealed', `state: ${state}`))).toEqual([
        'image/not-sealed 9:10 ubuntu-base@1.0.0',
      ]);
    }
  });

  it('looks at the version that is named', () => {
    const next = CREATED.replace('version: 1.0.0', 'version: 1.1.0');
    expect(judged('ubuntu-base@1.0.0', IMAGE, next)).toEqual([]);
    expect(judged('ubuntu-base@1.1.0', IMAGE, next)).toHaveLength(1);
  });

  it('asks for a version, instead of the schema', () => {
    for (const ref of ['ubuntu-base', 'ubuntu-base@', '""']) {
      expect(findingsOf(machine(ref), { files: { 'i.heady.yaml': IMAGE } })).toEqual([
        `image/not-sealed 9:10 ${ref}`,
      ]);
    }
  });

  it('leaves what nobody knows, and states that are none, to others', () => {
    expect(judged('alpine-base@1.0.0', IMAGE)).toEqual([]);
    expect(judged('ubuntu-base@2.0.0', CREATED)).toEqual([]);
    expect(judged('ubuntu-base@1.0.0', image('state: sealed', 'state: closed'))).toEqual([]);
  });

  it('is an error in stage and prod and links the image', () => {
    const [finding] = lintText(machine('ubuntu-base@1.0.0', 'prod'), { files: { 'i.heady.yaml': CREATED } });
    expect(finding?.severity).toBe('error');
    expect(finding?.related?.map(({ at }) => at.uri)).toEqual(['i.heady.yaml']);
  });

  it('asks the control plane where the workspace does not describe the image', () => {
    const manifest = { kind: 'GoldenImage', spec: { version: '1.0.0', state: 'created' } };
    const entries = [
      {
        kind: 'GoldenImage',
        name: 'ubuntu-base',
        environment: undefined,
        manifest,
        version: 1,
        registeredAt: '',
      },
    ];
    expect(findingsOf(machine('ubuntu-base@1.0.0'), { entries })).toEqual([
      'image/not-sealed 9:10 ubuntu-base@1.0.0',
    ]);
    expect(findingsOf(machine('ubuntu-base@1.0.0'), { entries, files: { 'i.heady.yaml': IMAGE } })).toEqual(
      [],
    );
  });
});
