import type { Dialect } from '../template/template.ts';

/** Liquid as it is; `{%- if x -%}` on a line of its own leaves nothing of that line, and nothing else goes. */
export const LIQUID: Dialect = { outputLeft: '{{', outputRight: '}}', greedy: false };
