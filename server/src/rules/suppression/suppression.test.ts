import { describe, expect, it } from 'vitest';
import { findingsOf, fixed, lintText, SOUND, sound } from '../testing.ts';

const WRONG = sound('plane: app', 'plane: ap');

describe('a suppression', () => {
  it('silences the rule that it names on its line, with its reason', () => {
    const text = WRONG.replace('plane: ap', 'plane: ap # heady-ignore schema/enum: until March');
    expect(lintText(text).map(({ rule, suppressed }) => [rule, suppressed])).toEqual([
      ['schema/enum', 'until March'],
    ]);
  });

  it('stacks above a line', () => {
    const comments = '# heady-ignore schema/enum: a\n  # heady-ignore schema/type: b\n  plane: ap';
    expect(findingsOf(WRONG.replace('plane: ap', comments))).toEqual([
      'suppression/unused 12:3 # heady-ignore schema/type: b',
    ]);
  });
});

describe('suppression/unused', () => {
  it('removes the comment with its line', () => {
    const text = sound('  plane: app\n', '  # heady-ignore schema/enum: why\n  plane: app\n');
    expect(findingsOf(text)).toEqual(['suppression/unused 11:3 # heady-ignore schema/enum: why']);
    expect(fixed(text, 'suppression/unused')).toBe(SOUND);
    expect(fixed(text.replaceAll('\n', '\r\n'), 'suppression/unused')).toBe(SOUND.replaceAll('\n', '\r\n'));
  });

  it('removes the comment at the end of a line with the blanks before it', () => {
    expect(
      fixed(sound('plane: app', 'plane: app  # heady-ignore schema/enum: why'), 'suppression/unused'),
    ).toBe(SOUND);
  });

  it('removes it at the end of a file', () => {
    expect(fixed(`${SOUND}# heady-ignore schema/enum: why`, 'suppression/unused')).toBe(SOUND);
  });

  it('is not said while the workspace is still being read', () => {
    const text = sound('  name:', '  # heady-ignore naming/duplicate: moving house\n  name:');
    expect(findingsOf(text)).toHaveLength(1);
    expect(findingsOf(text, { isComplete: false })).toEqual([]);
  });

  it('is not said where the rule could not decide', () => {
    const text = SOUND.replaceAll(/\bdev\b/g, 'prod').replace('name:', 'name: # x\n   ');
    const silenced = text.replace('name: # x', 'name:\n    # heady-ignore catalog/prod-entry: new');
    expect(findingsOf(silenced)).toEqual([]);
    expect(findingsOf(silenced, { registered: ['prod-health-billing'] })).toHaveLength(1);
  });
});

describe('the message', () => {
  const messages = (comment: string) =>
    lintText(sound('  plane: app\n', `  # heady-ignore ${comment}\n  plane: app\n`)).map(
      ({ rule, message }) => `${rule}: ${message}`,
    );

  it('does not promise that findings about comments can be silenced', () => {
    expect(messages('suppression/unused: later\n  # heady-ignore schema/enum: why')).toEqual([
      expect.stringContaining('"suppression/unused" cannot be silenced by a comment'),
      'suppression/unused: "schema/enum" finds nothing here any more; remove the comment.',
    ]);
    expect(messages('suppression/no-reason: later')).toEqual([
      expect.stringContaining('"suppression/no-reason" cannot be silenced by a comment'),
    ]);
  });

  it('says that a comment silences one rule', () => {
    expect(messages('schema/enum, schema/type: why')).toEqual([
      expect.stringMatching(
        /^suppression\/no-reason: A comment silences one rule: write "# heady-ignore schema\/enum: why/,
      ),
    ]);
    expect(messages('schema/enum,schema/type: why')).toEqual([
      expect.stringMatching(/^suppression\/unused: A comment silences one rule/),
    ]);
  });
});

describe('suppression/no-reason', () => {
  it('silences nothing and is said alone', () => {
    const text = WRONG.replace('plane: ap', 'plane: ap # heady-ignore schema/enum:  ');
    expect(findingsOf(text)).toEqual([
      'schema/enum 11:10 ap',
      'suppression/no-reason 11:13 # heady-ignore schema/enum:',
    ]);
    expect(findingsOf(fixed(text, 'suppression/no-reason'))).toEqual(['schema/enum 11:10 ap']);
  });
});
