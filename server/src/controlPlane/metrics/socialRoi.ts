/** `spec.impact` of a Service, as far as it is stated. */
export interface StatedImpact {
  currency?: string;
  periodMonths?: number;
  investment?: number;
  outcomes?: readonly StatedOutcome[];
}

interface StatedOutcome {
  beneficiaries?: number;
  valuePerBeneficiary?: number;
  attribution?: number;
  deadweight?: number;
  dropOff?: number;
}

export interface ImpactFigures {
  /** In the currency stated. */
  value: number;
  /** In the currency stated. */
  investment: number;
  beneficiaries: number;
}

const YEAR = 12;

/**
 * What a service says it is worth to people: of each outcome people times value, the share that is due to the service,
 * less what would have happened anyway and what is lost from year to year. A share that is not stated deducts nothing.
 *
 * @returns undefined where no outcome says both how many people and what it is worth to each
 */
export function impactFigures({
  investment = 0,
  periodMonths = YEAR,
  outcomes = [],
}: StatedImpact): ImpactFigures | undefined {
  let value = 0;
  let beneficiaries = 0;
  let counted = 0;
  for (const { attribution = 1, deadweight = 0, dropOff = 0, ...outcome } of outcomes) {
    if (outcome.beneficiaries === undefined || outcome.valuePerBeneficiary === undefined) continue;
    const kept = attribution * (1 - deadweight) * lasting(dropOff, periodMonths);
    value += outcome.beneficiaries * outcome.valuePerBeneficiary * kept;
    beneficiaries += outcome.beneficiaries;
    counted++;
  }
  return counted ? { value, investment, beneficiaries } : undefined;
}

/** The share of a value spread evenly over months that is left, where each year loses a share of the year before. */
function lasting(dropOff: number, months: number): number {
  if (months <= YEAR) return 1;
  let share = 0;
  for (let year = 0; year * YEAR < months; year++) {
    share += (Math.min(YEAR, months - year * YEAR) / months) * (1 - dropOff) ** year;
  }
  return share;
}
