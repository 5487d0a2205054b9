import { policy, service, vertical } from '../testing.ts';
import { promotion } from './testing.ts';

/** Whether each role may, in the order of ROLES: `yes`, `no` or `approval`. A person reads this against the design. */
type Grants = string;

/** Calls of each tool, and the rule that is named where one is refused. */
export const TOOLS: Record<string, readonly [args: Record<string, unknown>, grants: Grants, rule: string][]> =
  {
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
    catalog_history: [
      [{ kind: 'Vertical', name: 'health' }, 'yes yes yes yes yes', 'access/catalog_history'],
    ],
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

const CHANGES_OF_SECRETS: readonly [environment: object, grants: Grants, column: string][] = [
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

/** A URI of each resource. */
export const RESOURCES: Record<string, [uri: string, grants: Grants]> = {
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

export const PROMPTS: Record<string, [args: Record<string, string>, grants: Grants]> = {
  draft_manifest: [{ kind: 'Service' }, 'yes yes yes yes yes'],
  explain_refusal: [{ refusal: 'naming/service' }, 'yes yes yes yes yes'],
  prepare_promotion: [{ kind: 'Service', name: 'dev-health-totest' }, 'yes yes yes yes yes'],
  review_impact: [{ text: 'A text.' }, 'yes yes yes yes yes'],
};

function manifest(kind: string, name: string) {
  return { apiVersion: 'heady.systems/v1', kind, metadata: { name }, spec: {} };
}
