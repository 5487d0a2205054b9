import { describe, expect, it } from 'vitest';
import { parseOptions, UsageError } from './options.ts';

describe('parseOptions', () => {
  it('reads where the catalog is kept', () => {
    expect(parseOptions(['--stdio', '--store', 'sqlite:/a b/c:d.db'])).toEqual({ path: '/a b/c:d.db' });
  });

  it('is nothing where help is asked for', () => {
    expect(parseOptions(['--help'])).toBeUndefined();
  });

  it.each([
    [[], /--stdio/],
    [['--stdio'], /--store sqlite:PATH/],
    [['--store', 'sqlite:x'], /--stdio/],
    [['--stdio', '--store', 'catalog.db'], /sqlite:catalog\.db|sqlite:PATH/],
    [['--stdio', '--store', 'sqlite:'], /sqlite:PATH/],
    [['--stdio', '--port', '1'], /--port/],
    [['--stdio', 'extra'], /extra/],
  ])('refuses %j and says what to do', (args, message) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
    expect(() => parseOptions(args)).toThrow(message);
  });
});
