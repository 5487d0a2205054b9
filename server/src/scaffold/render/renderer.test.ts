import { expect, test } from 'vitest';
import { Budget } from './budget.ts';
import { LIQUID } from './dialects.ts';
import { rendererOf } from './renderer.ts';

const partials = { endless: '{% render "endless" %}' };
const render = (text: string, budget?: Budget) => rendererOf({}, partials, LIQUID, budget).text(text, 'x');
const growing = (filter: string) =>
  `{% assign s = '"*' %}{% for i in (1..100) %}{% assign s = s | ${filter} %}{% endfor %}`;

test.each([
  ['quotes that are quoted again', growing('json')],
  ['words of a shell', growing('append: "\'" | shell')],
  ['text of Markdown', growing('markdown')],
  ['what is inspected', growing('inspect')],
  ['what is captured', `{% assign s = 'ab' %}${'{% capture s %}{{ s }}{{ s }}{% endcapture %}'.repeat(40)}`],
  ['a long text in a loop', `{% for i in (1..1000000) %}${'a'.repeat(1000)}{% endfor %}`],
  ['a range', '{% for i in (1..1000000000) %}{% endfor %}'],
])('%s cannot grow without bounds', (_, text) => {
  expect(() => render(text)).toThrow(/limit exceeded: the template makes more than 20 million/);
});

test('what leads back to itself is told in words', () => {
  expect(() => render('{% render "endless" %}')).toThrow('limit exceeded: it nests without end');
});

test('all texts of a template spend of one budget', () => {
  const budget = new Budget();
  const text = `{% for i in (1..10) %}${'a'.repeat(900_000)}{% endfor %}`;
  render(text, budget);
  render(text, budget);
  expect(() => render(text, budget)).toThrow('limit exceeded');
  budget.spend({ milliseconds: 20_000, characters: -20_000_000 });
  expect(() => render('a', budget)).toThrow('longer than 20 seconds');
});

test('filters that evaluate an expression for each item are none: nothing looks at the clock meanwhile', () => {
  expect(() => render('{{ "a" | where_exp: "x", "x" }}')).toThrow('undefined filter: where_exp');
});

test.each(['toString', '__proto__', 'constructor'])('%s is no partial', (name) => {
  expect(() => render(`{% render '${name}' %}`)).toThrow('Failed to lookup');
});

test('the words of what is no name are not looked for', () => {
  const long = '{% assign s = "HTTP" %}{% for i in (1..15) %}{% assign s = s | append: s %}{% endfor %}';
  expect(() => render(`${long}{{ s | kebab }}`)).toThrow('a name of 131072 characters; 1000 are the most');
  expect(render('{{ "HTTPServerABc" | kebab }}')).toBe('http-server-a-bc');
});
