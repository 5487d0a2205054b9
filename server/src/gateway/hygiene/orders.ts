import type { Flag, PlacedText } from './flag.ts';

/** What no honest description needs to say to a model. English, as models are mostly addressed. */
const DANGEROUS: readonly (readonly [what: string, pattern: RegExp])[] = [
  [
    'to forget what it was told',
    /\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|earlier|above|other|all|any|system|safety|user'?s?)\b.{0,30}\b(?:instructions?|prompts?|rules?|guidelines?|restrictions?|directives?)\b/is,
  ],
  [
    'to keep something from the user',
    /\b(?:do\s+not|don'?t|never|without)\b.{0,20}\b(?:tell|inform|mention|reveal|notify|show|disclose|ask)(?:ing)?\b.{0,40}\b(?:(?:the|this|your)\s+(?:user|human|person)|to\s+(?:users|anyone|anybody))\b/is,
  ],
  [
    'in the voice of its operator',
    /<\s*\/?\s*(?:important|system|instructions?|secret|hidden|critical)\s*>|\[\s*(?:system|inst)\s*\]|<\|[a-z_]+\|>|\bsystem\s+prompt\s*:/is,
  ],
  [
    'to fetch credentials',
    /\b(?:read|send|include|pass|attach|copy|upload|contents?)\b.{0,60}(?:\/\.(?:ssh|aws|gnupg|kube)\b|\bid_(?:rsa|ed25519)\b|\bmcp(?:_config)?\.json\b|\.env\b)/is,
  ],
];

/** What an eager author may say, and should not: how to use one tool is its description's, the rest is the model's. */
const PUSHY =
  /\b(?:you\s+must|always|must\s+always|be\s+sure\s+to|make\s+sure\s+to)\b.{0,30}\b(?:call|use|invoke|run|prefer)\b|\b(?:before|instead\s+of|after)\s+(?:using|calling|invoking|running)?\s*\b(?:any|all|every)\b.{0,10}\b(?:other\s+)?tools?\b/is;

/** Where a description gives the model orders that are none of its business. */
export function orders({ where, text }: PlacedText): Flag[] {
  const flag = (grade: Flag['grade'], message: string): Flag => ({
    rule: 'gives-orders',
    grade,
    where,
    message,
  });
  // Space without end would hide an order from these patterns, and keep them busy for hours.
  const said = text.replace(/\s+/g, ' ');
  for (const [what, pattern] of DANGEROUS) {
    const found = pattern.exec(said)?.[0];
    if (found) return [flag('danger', `It orders the model ${what}: "${shortened(found)}".`)];
  }
  const pushy = PUSHY.exec(said)?.[0];
  return pushy ? [flag('notice', `It presses the model to use it: "${shortened(pushy)}".`)] : [];
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}
