/** How much each feature (features.ts) speaks for a criterion; learnt from labelled texts by scripts/trainImpact.mjs. */
export type Weights = Readonly<Record<string, number>>;

/** Log-odds that a mention with these features is a criterion: above 0 it is likelier one than not. */
export function scoreOf(features: readonly string[], weights: Weights): number {
  let score = 0;
  for (const feature of features) score += weights[feature] ?? 0;
  return score;
}
