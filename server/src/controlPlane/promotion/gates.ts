import type { GateFinding } from '../gate/gate.ts';

/** The gates of a promotion, in their order. */
export const GATES = [
  'entry',
  'order',
  'rules',
  'ownership',
  'references',
  'approval',
  'concurrency',
] as const;
export type GateName = (typeof GATES)[number];

/**
 * `not-verified`: it passes, but on the caller's word alone; `not-reached`: a gate before it refused in such a way that
 * nothing can be said.
 */
export const GATE_OUTCOMES = ['passed', 'not-verified', 'refused', 'needs-approval', 'not-reached'] as const;
export type GateOutcome = (typeof GATE_OUTCOMES)[number];

/** How one gate came out. */
export interface GateStep {
  gate: GateName;
  outcome: GateOutcome;
  /** What was asked, and what to do where it refused. */
  message: string;
  /** Where something is to be mended (error) or looked at (warning, info). */
  findings: StepFinding[];
}

export interface StepFinding extends GateFinding {
  severity: 'error' | 'warning' | 'info';
  /** What has to go there first, where it is registered before; or to be registered at all. */
  missing?: { kind: string; name: string };
}

export function passed(gate: GateName, message: string, findings: StepFinding[] = []): GateStep {
  return { gate, outcome: 'passed', message, findings };
}

export function notVerified(gate: GateName, message: string): GateStep {
  return { gate, outcome: 'not-verified', message, findings: [] };
}

export function refused(gate: GateName, message: string, findings: StepFinding[] = []): GateStep {
  return { gate, outcome: 'refused', message, findings };
}

/** All gates in order: those that nobody came to are told as well. */
export function complete(steps: readonly GateStep[]): GateStep[] {
  return GATES.map(
    (gate) =>
      steps.find((step) => step.gate === gate) ?? {
        gate,
        outcome: 'not-reached',
        message: 'Nothing can be said before the gates above let it pass.',
        findings: [],
      },
  );
}
