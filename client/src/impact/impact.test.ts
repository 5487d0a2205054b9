import { expect, test } from 'vitest';
import { reportPage } from './reportPage.ts';
import { textName } from './textName.ts';

test.each([
  ['notes.md', 'markdown', 'notes.md'],
  ['Untitled-1', 'markdown', 'Untitled-1.md'],
  ['openapi.yml', 'yaml', 'openapi.yml'],
  ['tsconfig', 'jsonc', 'tsconfig.json'],
  ['calls.REST', 'http', 'calls.REST'],
  ['LETTER', 'plaintext', 'LETTER'],
])('%s in %s is read as %s', (file, language, name) => {
  expect(textName(file, language)).toBe(name);
});

test('the page loads its own style and script, and nothing from elsewhere', () => {
  const page = reportPage({ script: 'x:/a.js', style: 'x:/a.css', cspSource: 'x:', nonce: 'n0nce' });
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
  expect(policy).toBe("default-src 'none'; style-src x:; script-src 'nonce-n0nce'");
  expect(page).not.toMatch(/style="|<style|<script(?![^>]* nonce="n0nce" src="x:\/a\.js">)/);
});
