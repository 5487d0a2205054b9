import { isEnvironment } from '../../manifest/environment.ts';
import type { Plain } from '../../manifest/tree.ts';
import type {
  Dependant,
  OwnField,
  PromotionGate,
  PromotionOutcome,
  Retirement,
} from '../../protocol/entryChanges.ts';
import { AnswerError } from './answers.ts';

const PROMOTIONS: readonly PromotionOutcome[] = [
  'promoted',
  'unchanged',
  'refused',
  'conflict',
  'allowed',
  'needs-approval',
];
const GATES = ['passed', 'not-verified', 'refused', 'needs-approval', 'not-reached'] as const;
const SEVERITIES = ['error', 'warning', 'info'] as const;
const RETIREMENTS = ['retired', 'absent', 'conflict', 'refused'] as const;

/** What `catalog_promote` answers. */
export interface PromotionAnswer {
  outcome: PromotionOutcome;
  gates: PromotionGate[];
  name?: string;
  /** The version that is registered in the environment before, by now. */
  sourceVersion?: number;
  /** Registered in the environment it goes to. */
  target?: { manifest: Plain; version: number };
  /** As it would be registered there. */
  manifest?: Plain;
  own?: OwnField[];
}

/** Reads what `catalog_promote` answered. @throws AnswerError */
export function promotionOf(answer: unknown): PromotionAnswer {
  const { outcome: stated, gates, from, to, entry, manifest, own } = mapOf(answer, 'catalog_promote');
  const outcome = PROMOTIONS.find((each) => each === stated);
  if (!outcome || !Array.isArray(gates)) throw new AnswerError('catalog_promote');
  const { name } = isMap(to) ? to : {};
  const { version } = isMap(from) ? from : {};
  const there = isMap(entry) && isMap(entry.manifest) && typeof entry.version === 'number';
  return {
    outcome,
    gates: gates.map(gateOf),
    ...(typeof name === 'string' ? { name } : {}),
    ...(typeof version === 'number' ? { sourceVersion: version } : {}),
    ...(there ? { target: { manifest: entry.manifest as Plain, version: Number(entry.version) } } : {}),
    ...(isMap(manifest) ? { manifest: manifest as Plain } : {}),
    ...(Array.isArray(own) ? { own: own.map(ownFieldOf) } : {}),
  };
}

function ownFieldOf(value: unknown): OwnField {
  const { field, before, there } = mapOf(value, 'a field');
  return {
    field: String(field),
    ...(before === undefined ? {} : { before }),
    ...(there === undefined ? {} : { there }),
  };
}

function gateOf(value: unknown): PromotionGate {
  const { gate, outcome: stated, message, findings } = mapOf(value, 'a gate');
  const outcome = GATES.find((each) => each === stated);
  if (!outcome) throw new AnswerError('a gate');
  return {
    gate: String(gate),
    outcome,
    message: String(message),
    findings: Array.isArray(findings) ? findings.map(findingOf) : [],
  };
}

function findingOf(value: unknown): PromotionGate['findings'][number] {
  const { rule, severity, message, path, missing } = mapOf(value, 'a finding');
  return {
    rule: String(rule),
    severity: SEVERITIES.find((each) => each === severity) ?? 'error',
    message: String(message),
    ...(typeof path === 'string' ? { path } : {}),
    ...(isMap(missing) ? { missing: { kind: String(missing.kind), name: String(missing.name) } } : {}),
  };
}

/** Reads what `catalog_retire` answered. @throws AnswerError */
export function retirementOf(answer: unknown): Omit<Retirement, 'message'> {
  const { outcome: stated, entry, dependants } = mapOf(answer, 'catalog_retire');
  const outcome = RETIREMENTS.find((each) => each === stated);
  if (!outcome) throw new AnswerError('catalog_retire');
  return {
    outcome,
    dependants: Array.isArray(dependants) ? dependants.map(dependantOf) : [],
    ...(isMap(entry) && typeof entry.version === 'number' ? { version: entry.version } : {}),
  };
}

function dependantOf(value: unknown): Dependant {
  const { kind, name, environment, path } = mapOf(value, 'a dependant');
  return {
    kind: String(kind),
    name: String(name),
    path: String(path),
    ...(isEnvironment(environment) ? { environment } : {}),
  };
}

function mapOf(value: unknown, what: string): Record<string, unknown> {
  if (isMap(value)) return value;
  throw new AnswerError(what);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
