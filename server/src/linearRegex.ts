import { setFlagsFromString } from 'node:v8';

/**
 * Policies bring regular expressions of their own, and a manifest's text may be made for them: `(a+)+$` would hold up
 * the whole process for years. With this, V8 goes over to its linear engine when an expression backtracks too often.
 * To be imported first by every program that lints. Expressions with the flag `u` or back references are not covered.
 */
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
