import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { InMemoryTransport, UriTemplate } from '@modelcontextprotocol/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Auditor } from '../audit/auditor.ts';
import { rulesGate } from '../gate/rulesGate.ts';
import { type OpenedStore, openStore } from '../openStore.ts';
import { KeyRing } from '../secrets/keyRing.ts';
import { Vault } from '../secrets/vault.ts';
import { controlPlaneServer } from '../server.ts';
import { ProjectTemplates } from '../templates/projectTemplates.ts';
import { policy, service, vertical } from '../testing.ts';
import { PROMPT_ACCESS, RESOURCE_ACCESS, TOOL_ACCESS } from './accessTable.ts';
import { Approvals } from './approval.ts';
import { type Guard, REFUSED_BY } from './guard.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import type { Principal } from './principal.ts';
import { MemoryQuotas } from './rateLimiter.ts';
import { ROLES } from './roles.ts';

/** What each role gets, in the order of ROLES: a person reads this against the design. */
const TOOLS: Record<string, readonly [args: Record<string, unknown>, grants: string, rule: string][]> = {
  metrics_query: [[{ metric: 'heady_mcp_calls' }, 'yes yes yes yes yes', 'access/metrics_query']],
  audit_query: [[{}, 'yes no no no no', 'access/audit_query']],
  catalog_search: [[{}, 'yes yes yes yes yes', 'access/catalog_search']],
  catalog_get: [[{ kind: 'Vertical', name: 'health' }, 'yes yes yes yes yes', 'access/catalog_get']],
  catalog_register: [
    [{ manifest: service('dev-health-a') }, 'yes yes no yes no', 'access/catalog_register/dev'],
    [{ manifest: service('test-health-a') }, 'yes yes no yes no', 'access/catalog_register/test'],
    [{ manifest: service('stage-health-a') }, 'yes approval no no no', 'access/catalog_register/stage'],
    [{ manifest: service('prod-health-a') }, 'yes approval no no no', 'access/catalog_register/prod'],
    [{ manifest: manifest('Agent', 'helper') }, 'yes approval no no no', 'access/catalog_register/shared'],
    [{ manifest: manifest('Workspace', 'w') }, 'yes approval no no no', 'access/catalog_register/shared'],
    [{ manifest: {} }, 'yes approval no no no', 'access/catalog_register/shared'],
    [{ manifest: policy('rails', {}) }, 'yes no no no no', 'access/catalog_register/governance'],
    [{ manifest: vertical('health') }, 'yes no no no no', 'access/catalog_register/governance'],
    [{ manifest: manifest('Environment', 'dev') }, 'yes no no no no', 'access/catalog_register/governance'],
    // What it states and what its name says differ: what it would be registered under counts.
    [
      { manifest: service('dev-health-a', { environment: 'prod' }) },
      'yes approval no no no',
      'access/catalog_register/prod',
    ],
  ],
  catalog_promote: [
    [promotion('dev', 'test'), 'yes yes no yes no', 'access/catalog_promote/test'],
    [promotion('test', 'stage'), 'yes approval no no no', 'access/catalog_promote/stage'],
    [promotion('stage', 'prod'), 'yes approval no no no', 'access/catalog_promote/prod'],
    [
      { ...promotion('stage', 'prod'), kind: 'Policy' },
      'yes no no no no',
      'access/catalog_promote/governance',
    ],
    [
      { ...promotion('stage', 'prod'), dryRun: true },
      'yes yes yes yes yes',
      'access/catalog_promote/rehearsal',
    ],
  ],
  catalog_retire: [
    [{ kind: 'Service', name: 'dev-x-y', ifVersion: 1 }, 'yes yes no yes no', 'access/catalog_retire/dev'],
    [
      { kind: 'Service', name: 'prod-x-y', ifVersion: 1 },
      'yes approval no no no',
      'access/catalog_retire/prod',
    ],
    // Where it is counts, not what its name says.
    [
      { kind: 'Service', name: 'dev-x-y', environment: 'prod', ifVersion: 1 },
      'yes approval no no no',
      'access/catalog_retire/prod',
    ],
    [{ kind: 'Api', name: 'x', ifVersion: 1 }, 'yes approval no no no', 'access/catalog_retire/shared'],
    [{ kind: 'Policy', name: 'x', ifVersion: 1 }, 'yes no no no no', 'access/catalog_retire/governance'],
  ],
  catalog_history: [[{ kind: 'Vertical', name: 'health' }, 'yes yes yes yes yes', 'access/catalog_history']],
  policy_evaluate: [[{ all: true }, 'yes yes yes yes yes', 'access/policy_evaluate']],
  impact_check: [[{ text: 'For everybody.' }, 'yes yes yes yes yes', 'access/impact_check']],
  pin_list: [[{}, 'yes yes yes yes yes', 'access/pin_list']],
  pin_decide: [
    [
      { server: 'files', kind: 'tools', decision: 'approve', definitions: [{ name: 'read' }] },
      'yes approval no no no',
      'access/pin_decide',
    ],
  ],
  secret_list: [[{}, 'yes no no no no', 'access/secret_list']],
};

const CHANGES_OF_SECRETS: readonly [environment: object, grants: string, column: string][] = [
  [{ environment: 'dev' }, 'yes no no no no', 'dev'],
  [{ environment: 'test' }, 'yes no no no no', 'test'],
  [{ environment: 'stage' }, 'yes no no no no', 'stage'],
  [{ environment: 'prod' }, 'approval no no no no', 'prod'],
  // Without an environment it counts in prod as well.
  [{}, 'approval no no no no', 'shared'],
];
for (const [tool, args] of [
  ['secret_set', { name: 'health/db', value: 'a value' }],
  ['secret_remove', { name: 'health/db' }],
] as const) {
  TOOLS[tool] = CHANGES_OF_SECRETS.map(([environment, grants, column]) => [
    { ...args, ...environment },
    grants,
    `access/${tool}/${column}`,
  ]);
}

const RESOURCES: Record<string, [uri: string, grants: string]> = {
  'heady://audit': ['heady://audit', 'yes no no no no'],
  'heady://catalog/{env}': ['heady://catalog/prod', 'yes yes yes yes yes'],
  'heady://catalog/{env}/{kind}/{name}': ['heady://catalog/none/Vertical/health', 'yes yes yes yes yes'],
  'heady://metrics/{env}': ['heady://metrics/none', 'yes yes yes yes yes'],
  'heady://pins/{server}': ['heady://pins/files', 'yes yes yes yes yes'],
  'heady://policies': ['heady://policies', 'yes yes yes yes yes'],
  'heady://rules/{group}/{rule}': ['heady://rules/naming/service', 'yes yes yes yes yes'],
  'heady://templates/projects/{name}': ['heady://templates/projects/api', 'yes yes yes yes yes'],
  'heady://templates/{name}': ['heady://templates/service', 'yes yes yes yes yes'],
  'heady://verticals/{name}': ['heady://verticals/health', 'yes yes yes yes yes'],
};

const PROMPTS: Record<string, [args: Record<string, string>, grants: string]> = {
  draft_manifest: [{ kind: 'Service' }, 'yes yes yes yes yes'],
  explain_refusal: [{ refusal: 'naming/service' }, 'yes yes yes yes yes'],
  prepare_promotion: [{ kind: 'Service', name: 'dev-health-totest' }, 'yes yes yes yes yes'],
  review_impact: [{ text: 'A text.' }, 'yes yes yes yes yes'],
};

const folder = mkdtempSync(join(tmpdir(), 'heady-access-'));
let store: OpenedStore;

beforeAll(async () => {
  store = await openStore(`sqlite:${join(folder, 'catalog.db')}`, () => {});
  const admin = await connect({ subject: 'admin', roles: ['admin'] });
  // Approval to promote is only asked for where nothing else stands in the way.
  const promotable = ['dev-health-totest', 'test-health-tostage', 'stage-health-toprod'].map((name) =>
    service(name),
  );
  for (const manifest of [vertical('health'), ...promotable])
    await admin.callTool({ name: 'catalog_register', arguments: { manifest } });
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

describe('the access matrix', () => {
  it('says of every tool and resource there is who may use it, and of no other', async () => {
    const client = await connect({ subject: 'admin', roles: ['admin'] });
    const tools = (await client.listTools()).tools.map(({ name }) => name).sort();
    expect(Object.keys(TOOLS).sort()).toEqual(tools);
    expect(Object.keys(TOOL_ACCESS).sort()).toEqual(tools);
    const { resourceTemplates } = await client.listResourceTemplates();
    const templates = resourceTemplates.map(({ uriTemplate }) => uriTemplate);
    const single = (await client.listResources()).resources
      .map(({ uri }) => uri)
      .filter((uri) => !templates.some((template) => new UriTemplate(template).match(uri)));
    const resources = [...templates, ...single].sort();
    expect(Object.keys(RESOURCES).sort()).toEqual(resources);
    expect(Object.keys(RESOURCE_ACCESS).sort()).toEqual(resources);
    const prompts = (await client.listPrompts()).prompts.map(({ name }) => name).sort();
    expect(Object.keys(PROMPTS).sort()).toEqual(prompts);
    expect(Object.keys(PROMPT_ACCESS).sort()).toEqual(prompts);
  });

  describe.each(ROLES.map((role, column) => ({ role, column })))('for $role', ({ role, column }) => {
    const calls = Object.entries(TOOLS).flatMap(([tool, rows]) => rows.map((row) => [tool, ...row] as const));

    it.each(calls)('%s of %j is %s', async (name, args, grants, rule) => {
      const asked: string[] = [];
      const client = await connect({ subject: `a ${role}`, roles: [role] }, (message) => {
        asked.push(message);
        return { action: 'decline' };
      });
      const answer = await client.callTool({ name, arguments: args });
      const refusedBy = answer._meta?.[REFUSED_BY];
      switch (grants.split(' ')[column]) {
        case 'yes':
          expect(refusedBy).toBeUndefined();
          expect(asked).toEqual([]);
          return;
        case 'approval':
          expect(asked).toEqual([expect.stringContaining(`a ${role} asks for ${name} in`)]);
          expect(refusedBy).toBe(rule);
          return;
        default:
          expect(asked).toEqual([]);
          expect(answer).toMatchObject({ isError: true, _meta: { [REFUSED_BY]: rule } });
          expect(answer.content[0]).toMatchObject({ text: expect.stringContaining(`Refused by ${rule}.`) });
      }
    });

    it.each(Object.entries(PROMPTS))('the prompt %s', async (name, [args, grants]) => {
      const client = await connect({ subject: `a ${role}`, roles: [role] });
      const getting = client.getPrompt({ name, arguments: args });
      if (grants.split(' ')[column] === 'yes') expect((await getting).messages).not.toEqual([]);
      else await expect(getting).rejects.toThrow(/Refused by access\//);
    });

    it.each(Object.entries(RESOURCES))('%s', async (_, [uri, grants]) => {
      const client = await connect({ subject: `a ${role}`, roles: [role] });
      const reading = client.readResource({ uri });
      if (grants.split(' ')[column] === 'yes') expect((await reading).contents).toHaveLength(1);
      else await expect(reading).rejects.toThrow(/Refused by access\//);
    });
  });

  it('lets nobody in who has no role', async () => {
    const client = await connect({ subject: 'nobody', roles: [] });
    expect(await client.callTool({ name: 'catalog_search', arguments: {} })).toMatchObject({
      isError: true,
      _meta: { [REFUSED_BY]: 'access/catalog_search' },
    });
    await expect(client.readResource({ uri: 'heady://catalog/dev' })).rejects.toThrow(/Refused by access\//);
    await expect(client.subscribeResource({ uri: 'heady://catalog/dev' })).rejects.toThrow(
      /Refused by access\//,
    );
    await expect(
      client.getPrompt({ name: 'draft_manifest', arguments: { kind: 'Service' } }),
    ).rejects.toThrow(/Refused by access\/draft_manifest/);
    const ref = { type: 'ref/resource', uri: 'heady://verticals/{name}' } as const;
    await expect(client.complete({ ref, argument: { name: 'name', value: '' } })).rejects.toThrow(
      /Refused by access\//,
    );
  });

  it('grants what any of several roles grants', async () => {
    const client = await connect({ subject: 'both', roles: ['viewer', 'builder'] });
    const answer = await client.callTool({
      name: 'catalog_register',
      arguments: { manifest: service('dev-health-both') },
    });
    expect(answer.structuredContent).toMatchObject({ outcome: 'created' });
  });

  it('cannot be gone round by a tool or resource it does not know', async () => {
    const server = controlPlaneServer(plane({ subject: 'admin', roles: ['admin'] }), 'elsewhere');
    expect(() => server.registerTool('another', {}, () => ({ content: [] }))).toThrow(
      /no row for the tool another/,
    );
    expect(() => server.registerResource('another', 'heady://another', {}, () => ({ contents: [] }))).toThrow(
      /no row for the resource heady:\/\/another/,
    );
    expect(() => server.registerPrompt('another', {}, () => ({ messages: [] }))).toThrow(
      /no row for the prompt another/,
    );
  });
});

describe('approval', () => {
  const operator: Principal = { subject: 'olga', roles: ['operator'] };

  it('is not asked for where something else stands in the way', async () => {
    const asked: string[] = [];
    const client = await connect(operator, (message) => {
      asked.push(message);
      return { action: 'accept', content: { approve: true } };
    });
    const promote = (args: object) =>
      client.callTool({ name: 'catalog_promote', arguments: { ...promotion('stage', 'prod'), ...args } });
    expect((await promote({ name: 'stage-health-absent' })).structuredContent).toMatchObject({
      outcome: 'refused',
    });
    expect((await promote({ ifVersion: 7 })).structuredContent).toMatchObject({ outcome: 'conflict' });
    expect((await promote({ dryRun: true })).structuredContent).toMatchObject({ outcome: 'needs-approval' });
    expect(asked).toEqual([]);
    expect((await promote({})).structuredContent).toMatchObject({ entry: { name: 'prod-health-toprod' } });
    expect(asked).toEqual([
      'olga asks for catalog_promote in prod: Service stage-health-toprod version 1 from stage to prod, in place of version 1. Approve?',
    ]);
  });

  const register = (name: string) => ({ name: 'catalog_register', arguments: { manifest: service(name) } });

  it('lets the call go ahead that was approved, and asks again for the next', async () => {
    const asked: string[] = [];
    const client = await connect(operator, (message) => {
      asked.push(message);
      return { action: 'accept', content: { approve: true } };
    });
    expect((await client.callTool(register('prod-health-one'))).structuredContent).toMatchObject({
      outcome: 'created',
    });
    await client.callTool(register('prod-health-two'));
    expect(asked).toEqual([
      'olga asks for catalog_register in prod: Service prod-health-one. Approve?',
      'olga asks for catalog_register in prod: Service prod-health-two. Approve?',
    ]);
  });

  it.each([
    { action: 'decline' },
    { action: 'cancel' },
    { action: 'accept', content: { approve: false } },
    { action: 'accept', content: {} },
  ] as const)('refuses where the answer is %j', async (answer) => {
    const client = await connect(operator, () => answer);
    const result = await client.callTool(register('prod-health-three'));
    expect(result._meta?.[REFUSED_BY]).toBe('access/catalog_register/prod');
    const found = await client.callTool({ name: 'catalog_search', arguments: { text: 'prod-health-three' } });
    expect(found.structuredContent).toMatchObject({ total: 0 });
  });

  it('refuses where the client cannot ask, and says so', async () => {
    const client = await connect(operator);
    const result = await client.callTool(register('prod-health-four'));
    expect(result).toMatchObject({ isError: true, _meta: { [REFUSED_BY]: 'access/catalog_register/prod' } });
    expect(result.content[0]).toMatchObject({ text: expect.stringMatching(/cannot ask .* elicitation/) });
  });
});

describe('the audit log', () => {
  const last = async (target: string) => (await store.audit.query({ target }, 1))[0];

  it('holds who did what, as which role, and that it was approved', async () => {
    const client = await connect({ subject: 'olga', roles: ['viewer', 'operator'] }, () => ({
      action: 'accept',
      content: { approve: true },
    }));
    const manifest = service('prod-health-audited');
    await client.callTool({ name: 'catalog_register', arguments: { manifest } });
    const deed = {
      actor: 'olga',
      role: 'operator',
      action: 'catalog_register',
      environment: 'prod',
      vertical: 'health',
      outcome: 'created',
      node: 'node-1',
      details: { version: 1, approved: true },
    };
    expect(await last('heady://catalog/prod/Service/prod-health-audited')).toMatchObject(deed);
  });

  it('holds what was refused, by the table and by the gate', async () => {
    const viewer = await connect({ subject: 'vera', roles: ['viewer'] });
    await viewer.callTool({ name: 'catalog_register', arguments: { manifest: service('dev-health-no') } });
    expect(await last('Service dev-health-no')).toMatchObject({
      actor: 'vera',
      outcome: 'refused',
      details: { rule: 'access/catalog_register/dev' },
    });
    const admin = await connect({ subject: 'ada', roles: ['admin'] });
    const unfit = service('dev-health-unfit', { plane: 'edge' });
    await admin.callTool({ name: 'catalog_register', arguments: { manifest: unfit } });
    expect(await last('heady://catalog/dev/Service/dev-health-unfit')).toMatchObject({
      actor: 'ada',
      outcome: 'refused',
      details: { rules: ['schema/enum'] },
    });
  });

  it('does not grow by what changes nothing', async () => {
    const client = await connect({ subject: 'ada', roles: ['admin'] });
    const call = { name: 'catalog_register', arguments: { manifest: service('dev-health-same') } };
    for (let time = 0; time < 3; time++) await client.callTool(call);
    const target = 'heady://catalog/dev/Service/dev-health-same';
    expect(await store.audit.query({ target }, 10)).toHaveLength(1);
  });
});

describe('the limit for administration', () => {
  it('holds for changes of policies, not for others', async () => {
    const limited = { ...DEFAULT_LIMITS, administration: 2 };
    const client = await connect({ subject: 'ada', roles: ['admin'] }, undefined, limited);
    const change = (manifest: object) =>
      client.callTool({ name: 'catalog_register', arguments: { manifest } });
    for (const name of ['one', 'two'])
      expect((await change(policy(name, {})))._meta?.[REFUSED_BY]).toBeUndefined();
    const refused = await change(policy('three', {}));
    expect(refused._meta?.[REFUSED_BY]).toBe('limits/administration');
    expect(refused.content[0]).toMatchObject({
      text: expect.stringMatching(/2 acts .* a minute\. Try again in \d+ s/),
    });
    expect((await change(service('dev-health-free'))).structuredContent).toMatchObject({
      outcome: 'created',
    });
  });
});

type Answer = { action: 'accept' | 'decline' | 'cancel'; content?: Record<string, boolean> };

async function connect(principal: Principal, answer?: (message: string) => Answer, limits = DEFAULT_LIMITS) {
  const capabilities = answer ? { elicitation: {} } : {};
  const client = new Client(
    { name: 'test', version: '1' },
    { capabilities, versionNegotiation: { mode: 'legacy' } },
  );
  if (answer) client.setRequestHandler('elicitation/create', ({ params }) => answer(params.message));
  const [ours, theirs] = InMemoryTransport.createLinkedPair();
  await controlPlaneServer(plane(principal, limits), 'subscribed').connect(theirs);
  await client.connect(ours);
  return client;
}

function plane(principal: Principal, limits = DEFAULT_LIMITS) {
  const identify = () => principal;
  const guard: Guard = {
    identify,
    auditor: new Auditor(store.audit, 'node-1'),
    approvals: new Approvals(new Uint8Array(32), identify),
    quotas: new MemoryQuotas(),
    limits,
    observe: () => {},
  };
  const vault = new Vault(store.secrets, new KeyRing(['k'.repeat(32)]));
  const projectTemplates = new ProjectTemplates(
    fileURLToPath(new URL('../../../../templates', import.meta.url)),
  );
  return { store, vault, gate: rulesGate(store.catalog), guard, projectTemplates };
}

function promotion(from: string, to: string) {
  return { kind: 'Service', name: `${from}-health-to${to}`, to, ifVersion: 1 };
}

function manifest(kind: string, name: string) {
  return { apiVersion: 'heady.systems/v1', kind, metadata: { name }, spec: {} };
}
