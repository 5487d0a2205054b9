import { UriTemplate } from '@modelcontextprotocol/server';
import { RESOURCE_ACCESS, TOOL_ACCESS } from './accessTable.ts';
import type { Principal } from './principal.ts';
import { type Grant, type Right, ROLES, type Role, type Scope } from './roles.ts';

/** What the table says about something somebody wants to do. */
export interface Decision {
  grant: Grant;
  /** The row and column that decided: `access/catalog_register/prod`. */
  rule: string;
  /** Of a refusal: who may not do what, and who may. */
  message: string;
  scope?: Scope;
  administration: boolean;
}

/** @param args those the tool will get, already of its input schema */
export function decideTool(principal: Principal, name: string, args: unknown): Decision {
  const row = TOOL_ACCESS[name];
  if (!row) return unknown(`access/${name}`);
  if ('grants' in row) return decide(principal, row, `access/${name}`);
  const scope = row.scopeOf(args);
  return { ...decide(principal, row.rights[scope], `access/${name}/${scope}`), scope };
}

/** @param uri as a client wrote it, so possibly of nothing there is */
export function decideResource(principal: Principal, uri: string): Decision {
  const template = templateOf(uri);
  const right = template && RESOURCE_ACCESS[template];
  return right ? decide(principal, right, `access/${template}`) : unknown('access/resource');
}

const TEMPLATES = Object.keys(RESOURCE_ACCESS).map((text) => ({ text, template: new UriTemplate(text) }));

function templateOf(uri: string): string | undefined {
  return TEMPLATES.find(({ text, template }) => text === uri || template.match(uri))?.text;
}

function unknown(rule: string): Decision {
  const message = 'There is nothing by this name here, so nobody may use it.';
  return { grant: 'no', rule, message, administration: false };
}

function decide({ roles }: Principal, right: Right, rule: string): Decision {
  const grants = roles.map((role) => right.grants[role]);
  const grant = grants.includes('yes') ? 'yes' : grants.includes('approval') ? 'approval' : 'no';
  const having = roles.length > 0 ? `With the role ${roles.join(', ')} you` : 'Without a role you';
  const message = `${having} may not ${right.to}. ${whoMay(right)}`;
  return { grant, rule, message, administration: right.administration ?? false };
}

function whoMay({ grants }: Right): string {
  const withGrant = (grant: Grant): Role[] => ROLES.filter((role) => grants[role] === grant);
  const approved = withGrant('approval').map((role) => `${role} with approval`);
  return `Those who may: ${[...withGrant('yes'), ...approved].join(', ')}.`;
}
