import weights from '../data/criteria/weights.json' with { type: 'json' };
import type { Weights } from './model.ts';

/** What scripts/trainImpact.mjs learnt. */
export const builtInWeights: Weights = weights;
