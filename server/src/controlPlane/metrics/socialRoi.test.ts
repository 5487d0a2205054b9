import { describe, expect, it } from 'vitest';
import { impactFigures } from './socialRoi.ts';

describe('impactFigures', () => {
  it('multiplies people by value and takes off what is not due to the service', () => {
    const outcome = { beneficiaries: 100, valuePerBeneficiary: 50, attribution: 0.5, deadweight: 0.2 };
    expect(impactFigures({ investment: 1_000, outcomes: [outcome] })).toEqual({
      value: 2_000,
      investment: 1_000,
      beneficiaries: 100,
    });
  });

  it('lets each further year lose its share of the one before', () => {
    const outcome = { beneficiaries: 10, valuePerBeneficiary: 12, dropOff: 0.5 };
    const value = (periodMonths: number) => impactFigures({ periodMonths, outcomes: [outcome] })?.value;
    expect(value(6)).toBe(120);
    expect(value(12)).toBe(120);
    expect(value(24)).toBe(90);
    expect(value(18)).toBeCloseTo(120 * (12 / 18 + (6 / 18) * 0.5));
  });

  it('counts an outcome that says enough, and none that does not', () => {
    const whole = { beneficiaries: 2, valuePerBeneficiary: 3 };
    expect(impactFigures({ outcomes: [whole, { beneficiaries: 5 }, { valuePerBeneficiary: 5 }] })).toEqual({
      value: 6,
      investment: 0,
      beneficiaries: 2,
    });
    expect(impactFigures({ investment: 5 })).toBeUndefined();
    expect(impactFigures({ outcomes: [{ beneficiaries: 5 }] })).toBeUndefined();
  });
});
