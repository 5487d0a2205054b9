import { expect, test } from 'vitest';
import type { UndecidedPin } from '../../../../server/src/protocol/gatewayPins.ts';
import { causeOf, newsOf } from './pinNews.ts';

const search: UndecidedPin = { kind: 'tools', name: 'search', state: 'changed', hash: 'sha256:1' };

test('what was told is no news, though it was decided and taken back; another definition is', () => {
  const told = new Set([causeOf('notes', search)]);
  const news = (...undecided: UndecidedPin[]) => newsOf([{ name: 'notes', undecided }], told);
  expect(news(search)).toBeUndefined();
  expect(news({ ...search, state: 'new' })).toBeUndefined();
  const again = { ...search, hash: 'sha256:2' };
  expect(news(search, again)).toEqual({ server: 'notes', pins: [again] });
});

test('one server is told of at a time, and of what is gone nobody is', () => {
  const gone: UndecidedPin = { kind: 'tools', name: 'old', state: 'missing' };
  const servers = [
    { name: 'quiet', undecided: [gone] },
    { name: 'notes', undecided: [gone, search] },
    { name: 'files', undecided: [search] },
  ];
  expect(newsOf(servers, new Set())).toEqual({ server: 'notes', pins: [search] });
});
