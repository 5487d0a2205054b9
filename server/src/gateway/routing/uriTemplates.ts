/** Longer ones, of either, fit nothing. In characters. */
const LONGEST = 10_000;

/** An expression of RFC 6570, a text without any, or a bracket that opens none. */
const PART = /\{(?<operator>[+#./;?&]?)(?<names>[^{}]*)\}|[^{]+|\{/g;

/** A text, or one or more characters that an expression may stand for. */
type Step = string | { readonly but: string };

/**
 * Whether a URI is one that a template stands for. Servers write templates, and no template may keep the gateway busy: the
 * time is at most that of going through the URI once for each part.
 */
export function fitsTemplate(template: string, uri: string): boolean {
  if (template === uri) return true;
  if (Math.max(template.length, uri.length) > LONGEST) return false;
  // How far into the URI the steps so far may have come.
  let reached = Array.from({ length: uri.length + 1 }, (_, at) => at === 0);
  for (const step of stepsOf(template)) {
    reached = typeof step === 'string' ? pastText(step, uri, reached) : pastSome(step.but, uri, reached);
  }
  return reached[uri.length] === true;
}

function stepsOf(template: string): Step[] {
  return [...template.matchAll(PART)].flatMap(({ 0: text, groups }): Step[] => {
    if (groups?.names === undefined) return [text];
    const { operator = '', names } = groups;
    const all = names.split(',');
    // A list may stand for several, or for one that is a list.
    const value = { but: all.length > 1 || names.endsWith('*') ? '/' : '/,' };
    switch (operator) {
      case '+':
      case '#':
        return [{ but: '' }];
      case '.':
      case '/':
        return [operator, value];
      case '?':
      case '&':
        return all.flatMap((name, index) => [`${index === 0 ? operator : '&'}${name}=`, { but: '&' }]);
      default:
        return [value];
    }
  });
}

function pastText(text: string, uri: string, from: readonly boolean[]): boolean[] {
  const to = from.map(() => false);
  for (const [at, isReached] of from.entries()) {
    if (isReached && uri.startsWith(text, at)) to[at + text.length] = true;
  }
  return to;
}

function pastSome(but: string, uri: string, from: readonly boolean[]): boolean[] {
  const to = from.map(() => false);
  let isOpen = false;
  for (let at = 0; at < uri.length; at++) {
    isOpen = (isOpen || from[at] === true) && !but.includes(uri.charAt(at));
    if (isOpen) to[at + 1] = true;
  }
  return to;
}
