import { type Draft, told } from './draft.ts';
import { environmentOfWord } from './environmentWord.ts';
import type { Located, Origin } from './located.ts';

export const SENSITIVITIES = ['public', 'internal', 'confidential', 'restricted'] as const;

/** The last word of a label's key, and what it tells. Keys of tools of their own (`app.kubernetes.io/...`) do too. */
const MEANINGS: readonly (readonly [RegExp, 'owner' | 'vertical' | 'environment' | 'sensitivity'])[] = [
  [/(?:^|[./-])(?:owner|team|owned-by)$/i, 'owner'],
  [/(?:^|[./-])(?:vertical|business-unit)$/i, 'vertical'],
  [/(?:^|[./-])(?:env|environment)$/i, 'environment'],
  [/(?:^|[./-])(?:data-?sensitivity|data-?classification|sensitivity)$/i, 'sensitivity'],
];

/** A label as a source gives it. */
export interface Label {
  key: string;
  text: string;
  at: Origin;
}

/** Labels of a map, or of a list of `key=value`. */
export function labelsOf(labels: Located | undefined): Label[] {
  const listed = (labels?.items() ?? []).map(({ text = '', at }): Label => {
    const [key = '', ...value] = text.split('=');
    return { key, text: value.join('='), at };
  });
  return [...listed, ...(labels?.entries() ?? []).map(([key, { text = '', at }]) => ({ key, text, at }))];
}

/** What labels tell of owner, vertical, environment and sensitivity. @returns those that told nothing */
export function takeTags(service: Draft, labels: readonly Label[]): Label[] {
  return labels.filter((label) => {
    const meaning = MEANINGS.find(([form]) => form.test(label.key))?.[1];
    return !meaning || !takeTag(service, meaning, label);
  });
}

function takeTag(service: Draft, meaning: (typeof MEANINGS)[number][1], label: Label): boolean {
  const text = label.text.trim();
  if (text === '' || /\$\{?\w/.test(text)) return false;
  if (meaning === 'owner') service.owner ??= told(text, label);
  else if (meaning === 'vertical') service.vertical ??= told(text, label);
  else if (meaning === 'environment') {
    const environment = environmentOfWord(text);
    if (!environment) return false;
    service.environment ??= told(environment, label);
  } else {
    const sensitivity = SENSITIVITIES.find((each) => each === text.toLowerCase());
    if (!sensitivity) return false;
    service.sensitivity ??= told(sensitivity, label);
  }
  return true;
}
