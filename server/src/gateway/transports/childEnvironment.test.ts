import { expect, test } from 'vitest';
import { childEnvironment } from './childEnvironment.ts';

const OURS = { PATH: '/bin', HOME: '/home/ada', AWS_SECRET_ACCESS_KEY: 'secret', API_KEY: 'key' };

test('a process gets what every program needs and its own, and no more', () => {
  expect(childEnvironment({ LEVEL: 'warn' }, OURS, 'linux')).toEqual({
    PATH: '/bin',
    HOME: '/home/ada',
    LEVEL: 'warn',
  });
});

test('a variable that it names is filled in', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a manifest says
  const own = { TOKEN: 'Bearer ${API_KEY}' };
  expect(childEnvironment(own, OURS, 'linux').TOKEN).toBe('Bearer key');
});

test('one that is not set is said, not left empty', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a manifest says
  expect(() => childEnvironment({ TOKEN: '${NOWHERE}' }, OURS, 'linux')).toThrow(/TOKEN.*NOWHERE/);
});
