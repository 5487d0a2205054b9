import { expect, it } from 'vitest';
import { checkText } from '../check.ts';

function found(text: string): string[] {
  return checkText(text, 'description').map(({ start, end }) => text.slice(start, end));
}

it('leaves addresses alone, wherever they stand', () => {
  expect(found('Applicants who write to ana.lima@gmail.com are refused.')).toEqual([]);
  expect(found('Applicants with a gmail address are refused.')).toEqual(['gmail address']);
});

it('takes each item of a list for a sentence of its own', () => {
  expect(found('We refuse:\n- late forms\n- women')).toEqual([]);
  expect(found('Rules\n- Women are refused\n- Forms come on paper')).toEqual(['Women']);
});

it('reads no nonsense into another language', () => {
  expect(
    checkText('De dienst bewaart de facturen van klinieken voor alle mannen van de man.', 'eligibility'),
  ).toEqual([]);
});

it.each([
  'Works in all browsers; on Windows, quote paths with blanks.',
  'Node 18+ is required, older versions are refused.',
  'Only names in lower case are accepted.',
  'Rejects connections from addresses that are not on the list.',
])('takes nobody for left out by how software works: %s', (text) => {
  expect(found(text)).toEqual([]);
});
