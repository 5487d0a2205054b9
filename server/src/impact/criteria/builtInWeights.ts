import weights from '../../../../generated/impact/criteriaWeights.js';
import type { Weights } from './model.ts';

/** What scripts/trainImpact.mjs learnt. */
export function builtInWeights(): Weights {
  return weights() as Weights;
}
