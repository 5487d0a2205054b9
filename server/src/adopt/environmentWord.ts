import type { Environment } from '../manifest/document.ts';

const WORDS: Readonly<Record<string, Environment>> = {
  dev: 'dev',
  develop: 'dev',
  development: 'dev',
  test: 'test',
  testing: 'test',
  stage: 'stage',
  staging: 'stage',
  stg: 'stage',
  prod: 'prod',
  production: 'prod',
  prd: 'prod',
};

/** The environment that a word stands for everywhere; undefined for any other word. */
export function environmentOfWord(word: string): Environment | undefined {
  const folded = word.toLowerCase();
  return Object.hasOwn(WORDS, folded) ? WORDS[folded] : undefined;
}

/** The environment that the one word among others tells: `health-prod`; undefined where none does, or two disagree. */
export function environmentAmong(words: string): Environment | undefined {
  const told = new Set(words.split(/[^A-Za-z0-9]+/).flatMap((word) => environmentOfWord(word) ?? []));
  const [only] = told;
  return told.size === 1 ? only : undefined;
}
