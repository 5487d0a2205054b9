// How well findings meet labelled cases. A case: { id, field, text, expect: [{ rule, span }] }; findings by id:
// { rule, text, start, end }. Rules are counted once for each case, spans by themselves.

export const RULES = ['impact/exclusionary-language', 'impact/protected-attribute', 'impact/proxy-attribute'];

/**
 * @returns by rule { tp, fp, fn, spans, hits }: `spans` counts those of cases in which the rule found something with a
 *   place; further `clean` and `flagged`, the cases that expect nothing, and the misses
 */
export function score(cases, findings) {
  const rules = Object.fromEntries(RULES.map((rule) => [rule, { tp: 0, fp: 0, fn: 0, spans: 0, hits: 0 }]));
  const misses = [];
  let [clean, flagged] = [0, 0];
  for (const item of cases) {
    const found = (findings[item.id] ?? []).filter(({ rule }) => rule in rules);
    if (item.expect.length === 0) {
      clean++;
      if (found.length > 0) flagged++;
    }
    for (const rule of RULES) {
      const expected = item.expect.filter((each) => each.rule === rule);
      const own = found.filter((each) => each.rule === rule);
      const tally = rules[rule];
      if (expected.length > 0 && own.length > 0) tally.tp++;
      else if (own.length > 0) tally.fp++;
      else if (expected.length > 0) tally.fn++;
      if (own.length > 0 !== expected.length > 0) misses.push({ item, rule, found: own });
      if (own.length === 0) continue;
      tally.spans += expected.length;
      tally.hits += expected.filter(({ span }) => own.some((each) => hits(item.text, span, each))).length;
    }
  }
  return { rules, clean, flagged, misses };
}

export function precision({ tp, fp }) {
  return tp / (tp + fp);
}

export function recall({ tp, fn }) {
  return tp / (tp + fn);
}

export function f1({ tp, fp, fn }) {
  return (2 * tp) / (2 * tp + fp + fn);
}

/**
 * A finding is on a span where the two share half of the shorter one and the finding is at most twice as long, or 25
 * characters longer: who underlines everything finds nothing.
 */
function hits(text, span, { start, end }) {
  const length = Math.max(span.length, 1);
  if (end - start > Math.max(2 * length, length + 25)) return false;
  return placesIn(text, span).some(([from, to]) => {
    const shared = Math.min(to, end) - Math.max(from, start);
    return shared * 2 >= Math.min(to - from, end - start);
  });
}

/** Where a span is in a text: blanks and line breaks are alike, so are curly and straight apostrophes. */
function placesIn(text, span) {
  const words = span.trim().split(/\s+/).map(literally);
  const pattern = new RegExp(words.join('\\s+').replace(/['\u2018\u2019]/g, "['\u2018\u2019]"), 'giu');
  return [...text.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length]);
}

function literally(word) {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
