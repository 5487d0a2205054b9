// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables are written like that
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULTS } from '../upstream.ts';
import { parseMcpJson } from './mcpJson.ts';

const FOLDER = resolve('/work/shop');
const read = (text: string) => parseMcpJson(text, 'mcp.json', FOLDER);
const reasonsIn = (text: string) => read(text).problems.map(({ name, line, reason }) => [name, line, reason]);

test('a process is started in the folder, governed like a server without a manifest', () => {
  const { servers, problems } = read(`{
    // what the shop needs
    "servers": {
      "files": {
        "command": "npx",
        "args": ["-y", "files@1.0.0", "\${workspaceFolder}/src", "\${userHome}"],
        "env": { "LEVEL": 3, "TOKEN": "\${env:SHOP_TOKEN}", "NONE": null, },
      },
    },
  }`);
  expect(problems).toEqual([]);
  expect(servers).toEqual([
    {
      upstream: {
        name: 'files',
        origin: { kind: 'mcp.json', uri: 'mcp.json', line: 3 },
        transport: 'stdio',
        command: 'npx',
        args: ['-y', 'files@1.0.0', `${FOLDER}/src`, homedir()],
        env: { LEVEL: '3', TOKEN: '${env:SHOP_TOKEN}' },
        folder: FOLDER,
        replicas: [''],
        tools: {},
        ...DEFAULTS,
        trustHints: false,
      },
      inputs: [],
    },
  ]);
});

test('a server is reached over HTTP, or over server-sent events, with its headers', () => {
  const { servers } = read(`{
    "inputs": [{ "id": "key", "type": "promptString", "description": "API key", "password": true }],
    "servers": {
      "far": { "url": "https://far.example/mcp", "headers": { "X-Key": "\${input:key}" }, "oauth": { "clientId": "heady" } },
      "old": { "type": "sse", "url": "https://old.example/sse" }
    }
  }`);
  expect(servers).toMatchObject([
    {
      upstream: {
        transport: 'http',
        replicas: ['https://far.example/mcp'],
        headers: { 'X-Key': '${input:key}' },
        oauth: { clientId: 'heady' },
      },
      inputs: ['key'],
    },
    { upstream: { transport: 'sse', replicas: ['https://old.example/sse'] }, inputs: [] },
  ]);
});

test('inputs are told of as they were defined', () => {
  const { inputs } = read(`{ "inputs": [
    { "id": "key", "type": "promptString", "description": "API key", "password": true },
    { "id": "region", "type": "pickString", "options": ["eu", { "label": "America", "value": "us" }], "default": "eu" },
    { "id": "nonsense", "type": "guess" }
  ] }`);
  expect([...inputs.values()]).toEqual([
    { id: 'key', type: 'promptString', description: 'API key', password: true },
    { id: 'region', type: 'pickString', options: ['eu', 'us'], default: 'eu', password: false },
  ]);
});

test('the folder that a process runs in and the file of its variables are found from the workspace', () => {
  const { servers } = read('{ "servers": { "a": { "command": "x", "cwd": "tools", "envFile": ".env" } } }');
  expect(servers[0]).toMatchObject({
    upstream: { folder: resolve(FOLDER, 'tools') },
    envFile: resolve(FOLDER, '.env'),
  });
});

test.each([
  ['"a": 3', 'no object'],
  ['"a": {}', 'no "command"'],
  ['"a": { "command" "x" }', 'cannot be read'],
  ['"a": { "type": "http" }', 'no "url"'],
  ['"a": { "type": "pigeon", "command": "x" }', 'none of stdio, http, sse'],
  ['"a": { "command": ["x"] }', '"command" is no text'],
  ['"a": { "command": "x", "args": "y" }', '"args" is no list'],
  ['"a": { "command": "x", "env": { "A": {} } }', '"A" of "env"'],
  ['"a": { "command": "x", "args": ["${input:key}"] }', 'the input "key"'],
  ['"a": { "command": "x", "args": ["${file}"] }', 'does not know'],
  ['"a": { "command": "x", "cwd": "${workspaceFolder:other}" }', 'another one'],
  ['"a": { "command": "x", "sandboxEnabled": true }', 'sandbox'],
  ['"a": { "command": "heady", "args": ["gateway", "--stdio"] }', 'serve itself'],
  ['"b": { "command": "x" }, "a": { "command": "x" }, "a": { "command": "y" }', 'twice'],
])('of %s the entry is left out alone, with its reason', (entries, reason) => {
  const text = `{ "servers": {\n"good": { "command": "x" },\n${entries} } }`;
  expect(reasonsIn(text)).toEqual([['a', 2, expect.stringContaining(reason)]]);
  expect(read(text).servers[0]?.upstream.name).toBe('good');
});

test('a file that cannot be read is left out as a whole, and says where', () => {
  expect(reasonsIn('{\n"servers": { "a": {"command": "x"}')).toEqual([
    [undefined, expect.any(Number), expect.stringContaining('cannot be read')],
  ]);
  expect(reasonsIn('[1]')).toEqual([[undefined, 0, 'It is no object that has "servers".']]);
  expect(reasonsIn('{ "servers": { "a\\u001b[31m\\nall is well": { "command": "x" } } }')).toEqual([
    [undefined, 0, '"a\\u001b[31m\\nall is well" is no name for a server: it holds what nobody sees.'],
  ]);
  expect(reasonsIn('{ "servers": [] }')).toEqual([[undefined, 0, expect.stringContaining('no object')]]);
  expect(read('').problems).toEqual([]);
  const foreign = '{ "mcpServers": { "a": { "command": "x" } } }';
  expect(read(foreign).servers).toEqual([]);
  expect(reasonsIn(foreign)).toEqual([[undefined, 0, expect.stringContaining('here it is "servers"')]]);
});
