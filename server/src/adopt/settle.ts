import { kebabCase } from '../rules/naming/kebabCase.ts';
import type { Answers, Decisions, ItemAnswers } from './decisions.ts';
import type { Draft, Stated } from './draft.ts';
import type { Thing } from './things.ts';

/** What is decided of one thing, whoever decided it. */
export interface Settled {
  environment?: Stated<NonNullable<Answers['environment']>>;
  vertical?: Stated<string>;
  owner?: Stated<string>;
  sensitivity?: Stated<string>;
  /** The name that whoever adopts wants. */
  name?: string;
}

/** Kinds whose `spec` says where they run. */
export function runsSomewhere({ kind }: Draft): boolean {
  return kind === 'Service' || kind === 'VirtualMachine';
}

/** What is said of a thing itself holds; then what the source tells; then what is said of all. */
export function settle({ whole }: Thing, decisions: Decisions): Settled {
  const item = decisionOf(whole, decisions);
  const { defaults } = decisions;
  const owner = translated(whole.owner, decisions.owners);
  const vertical = translated(whole.vertical, decisions.verticals, kebabCase);
  const settled: Settled = {};
  const put = <K extends 'environment' | 'vertical' | 'owner' | 'sensitivity'>(key: K, value: Settled[K]) => {
    if (value !== undefined) settled[key] = value;
  };
  if (runsSomewhere(whole))
    put('environment', chosen(item?.environment) ?? whole.environment ?? chosen(defaults.environment));
  if (whole.kind !== 'Vertical')
    put('vertical', chosen(item?.vertical) ?? vertical ?? chosen(defaults.vertical));
  put('owner', chosen(item?.owner) ?? owner ?? chosen(defaults.owner));
  put('sensitivity', chosen(item?.sensitivity) ?? whole.sensitivity ?? chosen(defaults.sensitivity));
  if (item?.name) settled.name = item.name;
  if (whole.kind === 'Service') {
    for (const key of ['runtime', 'plane'] as const) {
      const own = item?.[key];
      if (own) whole.spec.set(key, { value: own, how: 'option' });
      else if (!whole.spec.has(key) && defaults[key])
        whole.spec.set(key, { value: defaults[key], how: 'option' });
    }
  }
  return settled;
}

export function decisionOf({ name }: Draft, { items }: Decisions): ItemAnswers | undefined {
  return items.get(name);
}

function chosen<T extends string>(value: T | undefined): Stated<T> | undefined {
  return value === undefined ? undefined : { value, how: 'option' };
}

function translated(
  stated: Stated<string> | undefined,
  table: ReadonlyMap<string, string>,
  otherwise: (text: string) => string = (text) => text,
): Stated<string> | undefined {
  if (!stated) return undefined;
  const value = table.get(stated.value) ?? otherwise(stated.value);
  return value === '' ? undefined : { ...stated, value };
}
