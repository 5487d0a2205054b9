import { expect, test } from 'vitest';
import { asksFor, isUnanswered } from './unanswered.ts';

const key = { id: 'key', type: 'promptString', description: 'the shop’s key', password: true } as const;
const region = { id: 'region', type: 'pickString', password: false, default: 'eu' } as const;

test('a server waits where it is left out and something is not answered', () => {
  const server = (isAnswered: boolean, problem?: string) => ({
    name: 'shop',
    inputs: [{ ...key, isAnswered }],
    ...(problem === undefined ? {} : { problem }),
  });
  expect(isUnanswered(server(false, 'It asks for something.'))).toBe(true);
  expect(isUnanswered(server(true, 'It has another mistake.'))).toBe(false);
  expect(isUnanswered(server(false))).toBe(false);
  expect(isUnanswered({ name: 'plain', problem: 'It has a mistake.' })).toBe(false);
});

test('it says what it waits for, in the words of who wrote the file', () => {
  const inputs = [
    { ...key, isAnswered: false },
    { ...region, isAnswered: false },
    { ...key, id: 'other', description: 'another', isAnswered: true },
  ];
  expect(asksFor({ name: 'shop', inputs })).toBe('The MCP server shop asks for: the shop’s key.');
});
