import { expect, test } from 'vitest';
import { hasSoundHeaders, paramHeaders } from './paramHeaders.ts';

function tool(properties: Record<string, unknown>) {
  return { name: 'query', inputSchema: { type: 'object', properties } };
}

const REGION = { type: 'string', 'x-mcp-header': 'Region' };

test('arguments that the tool names are sent in headers too, at any depth', () => {
  const definition = tool({
    region: REGION,
    dry: { type: 'boolean', 'x-mcp-header': 'Dry-Run' },
    page: { type: 'object', properties: { size: { type: 'integer', 'x-mcp-header': 'Size' } } },
    text: { type: 'string' },
  });
  expect(paramHeaders(definition, { region: 'eu-1', dry: false, page: { size: 7 }, text: 'x' })).toEqual({
    'Mcp-Param-Region': 'eu-1',
    'Mcp-Param-Dry-Run': 'false',
    'Mcp-Param-Size': '7',
  });
});

test('what is not given, or fits no header, is left out', () => {
  const definition = tool({ region: REGION, size: { type: 'integer', 'x-mcp-header': 'Size' } });
  expect(paramHeaders(definition, { region: null, size: 2 ** 60 })).toEqual({});
  expect(paramHeaders(definition, undefined)).toEqual({});
  expect(paramHeaders(undefined, { region: 'eu-1' })).toEqual({});
});

test.each([
  ['Zürich', '=?base64?WsO8cmljaA==?='],
  ['', '=?base64??='],
  [' a', '=?base64?IGE=?='],
  ['a\r\nX-Evil: 1', '=?base64?YQ0KWC1FdmlsOiAx?='],
  ['=?base64?YQ==?=', '=?base64?PT9iYXNlNjQ/WVE9PT89?='],
  ['a b', 'a b'],
])('%j stands in a header as %s', (region, header) => {
  expect(paramHeaders(tool({ region: REGION }), { region })).toEqual({ 'Mcp-Param-Region': header });
});

test.each([
  ['no name of a header', { region: { type: 'string', 'x-mcp-header': 'Re gion' } }],
  ['one name twice', { region: REGION, other: { type: 'string', 'x-mcp-header': 'REGION' } }],
  ['a type that no header holds', { region: REGION, ratio: { type: 'number', 'x-mcp-header': 'Ratio' } }],
])('a tool with %s gets none', (_, properties) => {
  expect(paramHeaders(tool(properties), { region: 'eu-1' })).toEqual({});
  expect(hasSoundHeaders(tool(properties))).toBe(false);
});
