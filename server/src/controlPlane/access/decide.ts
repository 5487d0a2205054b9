import { UriTemplate } from '@modelcontextprotocol/server';
import { PROMPT_ACCESS, RESOURCE_ACCESS, TOOL_ACCESS } from './accessTable.ts';
import type { Principal } from './principal.ts';
import { type Grant, type Right, ROLES, type Role, type Scope } from './roles.ts';

/** What the table says about something somebody wants to do. */
export interface Decision {
  grant: Grant;
  /** The row and column that decided: `access/catalog_register/prod`. */
  rule: string;
  /** Of the principal's roles the decisive one; absent: none is enough. */
  role?: Role;
  /** Of a refusal: who may not do what, and who may. */
  message: string;
  scope?: Scope;
  /** The tool asks for approval, not the guard. */
  asksItself?: boolean;
  administration: boolean;
}

/** @param args those the tool will get, already of its input schema */
export function decideTool(principal: Principal, name: string, args: unknown): Decision {
  const row = TOOL_ACCESS[name];
  if (!row) return unknown(`access/${name}`);
  if ('grants' in row) return decide(principal, row, `access/${name}`);
  const scope = row.scopeOf(args);
  const right = row.rights[scope];
  if (!right) return unknown(`access/${name}/${scope}`);
  const asksItself = row.asksItself ?? false;
  return { ...decide(principal, right, `access/${name}/${scope}`), scope, asksItself };
}

/** @param uri as a client wrote it, so possibly of nothing there is */
export function decideResource(principal: Principal, uri: string): Decision {
  const template = templateOf(uri);
  const right = template && RESOURCE_ACCESS[template];
  return right ? decide(principal, right, `access/${template}`) : unknown('access/resource');
}

export function decidePrompt(principal: Principal, name: string): Decision {
  const right = PROMPT_ACCESS[name];
  return right ? decide(principal, right, `access/${name}`) : unknown('access/prompt');
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
  const granted = (grant: Grant) => roles.find((role) => right.grants[role] === grant);
  const role = granted('yes') ?? granted('approval');
  const grant = role ? right.grants[role] : 'no';
  const having = roles.length > 0 ? `With the role ${roles.join(', ')} you` : 'Without a role you';
  const message = `${having} may not ${right.to}. ${whoMay(right)}`;
  return { grant, rule, message, administration: right.administration ?? false, ...(role ? { role } : {}) };
}

function whoMay({ grants }: Right): string {
  const withGrant = (grant: Grant): Role[] => ROLES.filter((role) => grants[role] === grant);
  const approved = withGrant('approval').map((role) => `${role} with approval`);
  return `Those who may: ${[...withGrant('yes'), ...approved].join(', ')}.`;
}
