import { expect, test } from 'vitest';
import { templateVariables } from './templateVariables.ts';

test('the variables of a template are told in order, each once, without what shapes them', () => {
  expect(templateVariables('demo://{kind}/{id}')).toEqual(['kind', 'id']);
  expect(templateVariables('file:///{+path}{?a,b*}{&c:3}{a}')).toEqual(['path', 'a', 'b', 'c']);
  expect(templateVariables('demo://none{}')).toEqual([]);
});
