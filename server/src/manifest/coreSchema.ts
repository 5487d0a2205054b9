import type { ScalarNode } from './tree.ts';

/** What is no text starts with a digit, a sign, a dot or a tilde, or is one of a few words. */
const NO_TEXT = /^[-+.0-9~]|^(?:[nN]ull|NULL|[tT]rue|TRUE|[fF]alse|FALSE)$/;

/** What a plain scalar stands for in the core schema. */
export function plainValue(source: string): ScalarNode['value'] {
  if (!NO_TEXT.test(source)) return source;
  if (/^(?:~|null|Null|NULL)$/.test(source)) return null;
  if (/^(?:true|True|TRUE)$/.test(source)) return true;
  if (/^(?:false|False|FALSE)$/.test(source)) return false;
  if (/^[-+]?[0-9]+$/.test(source)) return Number.parseInt(source, 10);
  if (/^0o[0-7]+$/.test(source)) return Number.parseInt(source.slice(2), 8);
  if (/^0x[0-9a-fA-F]+$/.test(source)) return Number.parseInt(source.slice(2), 16);
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(source))
    return Number.parseFloat(source);
  if (/^\.(?:nan|NaN|NAN)$/.test(source)) return Number.NaN;
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(source)) return source.startsWith('-') ? -Infinity : Infinity;
  return source;
}
