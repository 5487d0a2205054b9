import { entryScope, manifestScope, promotionScope } from './manifestScope.ts';
import type { Right, Scope } from './roles.ts';
import { secretScope } from './secretScope.ts';

/** A tool that does the same wherever it is used has one right; another one says how far a call reaches. */
export type AccessRow = Right | ScopedRow;

export interface ScopedRow {
  scopeOf(args: unknown): Scope;
  /** A scope without a right is nobody's. */
  rights: Readonly<Partial<Record<Scope, Right>>>;
  /** The tool asks for approval itself (`Call.approve`), once all else has let the call pass; also where it alone wants one. */
  asksItself?: true;
}

const READ: Right = {
  to: 'read the catalog',
  grants: { admin: 'yes', operator: 'yes', agent: 'yes', builder: 'yes', viewer: 'yes' },
};

const READ_METRICS: Right = { ...READ, to: 'read metrics' };

const BUILD: Right = {
  to: 'register in dev and test',
  grants: { admin: 'yes', operator: 'yes', agent: 'no', builder: 'yes', viewer: 'no' },
};

const RELEASE: Right = {
  to: 'change what is in stage or prod, or in every environment',
  grants: { admin: 'yes', operator: 'approval', agent: 'no', builder: 'no', viewer: 'no' },
};

const ADMINISTER: Right = {
  to: 'change policies, verticals and environments',
  grants: { admin: 'yes', operator: 'no', agent: 'no', builder: 'no', viewer: 'no' },
  administration: true,
};

const SECRETS: Right = {
  to: 'set, remove or list secrets',
  grants: { admin: 'yes', operator: 'no', agent: 'no', builder: 'no', viewer: 'no' },
};

const CHANGE_SECRETS: Right = { ...SECRETS, administration: true };

/** What is deployed to prod may stop working by it, so a person looks at each. */
const CHANGE_PROD_SECRETS: Right = {
  ...CHANGE_SECRETS,
  grants: { ...SECRETS.grants, admin: 'approval' },
};

const SECRET_CHANGE: ScopedRow = {
  scopeOf: secretScope,
  rights: {
    dev: CHANGE_SECRETS,
    test: CHANGE_SECRETS,
    stage: CHANGE_SECRETS,
    prod: CHANGE_PROD_SECRETS,
    shared: CHANGE_PROD_SECRETS,
  },
};

/** What models are shown, wherever they work: whoever decides answers for it. */
const DECIDE_PINS: Right = {
  to: "decide about MCP servers' definitions",
  grants: { admin: 'yes', operator: 'approval', agent: 'no', builder: 'no', viewer: 'no' },
  administration: true,
};

const READ_PINS: Right = { ...READ, to: "read what was decided about MCP servers' definitions" };

/** Not even what somebody did themselves: those whom it holds to account should not know what it shows. */
const READ_AUDIT: Right = {
  to: 'read the audit log',
  grants: { admin: 'yes', operator: 'no', agent: 'no', builder: 'no', viewer: 'no' },
};

/** How a change of an entry is judged, by where the entry is. */
const CHANGE: ScopedRow['rights'] = {
  dev: BUILD,
  test: BUILD,
  stage: RELEASE,
  prod: RELEASE,
  shared: RELEASE,
  governance: ADMINISTER,
};

/** Every tool by its name. One without a row here cannot be registered. */
export const TOOL_ACCESS: Readonly<Record<string, AccessRow>> = {
  audit_query: READ_AUDIT,
  catalog_search: READ,
  catalog_get: READ,
  catalog_history: READ,
  catalog_register: { scopeOf: manifestScope, rights: CHANGE },
  catalog_promote: { scopeOf: promotionScope, rights: { ...CHANGE, rehearsal: READ }, asksItself: true },
  catalog_retire: { scopeOf: entryScope, rights: CHANGE },
  policy_evaluate: READ,
  impact_check: READ,
  metrics_query: READ_METRICS,
  pin_decide: DECIDE_PINS,
  pin_list: READ_PINS,
  secret_set: SECRET_CHANGE,
  secret_remove: SECRET_CHANGE,
  secret_list: SECRETS,
};

/** Every resource by its URI or URI template; it is read, subscribed to and listened to under the same right. */
export const RESOURCE_ACCESS: Readonly<Record<string, Right>> = {
  'heady://audit': READ_AUDIT,
  'heady://catalog/{env}': READ,
  'heady://catalog/{env}/{kind}/{name}': READ,
  'heady://metrics/{env}': READ_METRICS,
  'heady://pins/{server}': READ_PINS,
  'heady://policies': READ,
  'heady://rules/{group}/{rule}': READ,
  'heady://templates/projects/{name}': READ,
  'heady://templates/{name}': READ,
  'heady://verticals/{name}': READ,
};

/** Every prompt by its name; its arguments are completed under the same right. */
export const PROMPT_ACCESS: Readonly<Record<string, Right>> = {
  draft_manifest: READ,
  explain_refusal: READ,
  prepare_promotion: READ,
  review_impact: READ,
};
