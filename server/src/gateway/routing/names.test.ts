import { expect, test } from 'vitest';
import { exposedNames } from './names.ts';

test('what only one server has keeps its name', () => {
  const routes = exposedNames(
    new Map([
      ['files', ['read', 'write']],
      ['memory', ['recall']],
    ]),
  );
  expect([...routes.keys()]).toEqual(['read', 'write', 'recall']);
  expect(routes.get('recall')).toEqual({ server: 'memory', name: 'recall' });
});

test('what several servers have carries the name of its server, at all of them', () => {
  const routes = exposedNames(
    new Map([
      ['files', ['search', 'read']],
      ['memory', ['search']],
    ]),
  );
  expect([...routes]).toEqual([
    ['files__search', { server: 'files', name: 'search' }],
    ['read', { server: 'files', name: 'read' }],
    ['memory__search', { server: 'memory', name: 'search' }],
  ]);
});

test('a name that looks like a prefixed one does not pass for it', () => {
  const routes = exposedNames(
    new Map([
      ['a', ['x', 'b__x']],
      ['b', ['x']],
    ]),
  );
  expect(routes.get('b__x')).toEqual({ server: 'a', name: 'b__x' });
  expect(routes.get('b__b__x')).toEqual({ server: 'b', name: 'x' });
});

test('a server that lists a name twice has it once', () => {
  expect([...exposedNames(new Map([['a', ['x', 'x']]])).keys()]).toEqual(['x']);
});

test('a server’s name in front has nothing in it that names of tools must not', () => {
  const names = new Map([
    ['io.example/Shop Files', ['read']],
    ['b', ['read']],
  ]);
  expect([...exposedNames(names).keys()]).toEqual(['io.example-Shop-Files__read', 'b__read']);
});
