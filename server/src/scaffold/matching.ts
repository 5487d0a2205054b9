import { createContext, Script } from 'node:vm';

/** Of the clock's time; what takes longer would as a rule never end. */
const MAX_MILLISECONDS = 2_000;

const context = createContext({ pattern: '', text: '' });
const script = new Script('new RegExp(pattern).test(text)');

/** Patterns that took too long once: nobody waits for them again. */
const endless = new Set<string>();

/**
 * Whether a text matches a pattern that comes with a template. V8 bounds what some patterns take (`linearRegex.ts`), but
 * none with look-around, back references or long repetitions, so that the clock has to.
 *
 * @returns `too-long`: it would have taken too long; a pattern that is none lets everything pass, as its lint tells
 */
export function matchesPattern(pattern: string, text: string): boolean | 'too-long' {
  if (endless.has(pattern)) return 'too-long';
  try {
    Object.assign(context, { pattern, text });
    return script.runInContext(context, { timeout: MAX_MILLISECONDS }) === true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') return true;
    endless.add(pattern);
    return 'too-long';
  }
}
