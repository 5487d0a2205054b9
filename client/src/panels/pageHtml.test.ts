import { expect, test } from 'vitest';
import { pageHtml } from './pageHtml.ts';

const PARTS = { title: 'Page', script: 'x:/a.js', style: 'x:/a.css', cspSource: 'x:', nonce: 'n0nce' };

test('a page loads its own style and script, and nothing from elsewhere', () => {
  const page = pageHtml(PARTS);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1];
  expect(policy).toBe("default-src 'none'; style-src x:; script-src 'nonce-n0nce'");
  expect(page).not.toMatch(/style="|<style|<script(?![^>]* nonce="n0nce" src="x:\/a\.js">)/);
});

test('a title is text, whatever it holds', () => {
  expect(pageHtml({ ...PARTS, title: '</title><script>"' })).toContain(
    '<title>&#60;/title&#62;&#60;script&#62;&#34;</title>',
  );
});
