import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestPlane } from '../testPlane.ts';

const READ = { name: 'read', description: 'Reads a file.', inputSchema: { type: 'object' } };
const WRITE = { name: 'write', description: 'Writes a file.', inputSchema: { type: 'object' } };

let plane: TestPlane;
beforeEach(async () => {
  plane = await TestPlane.open();
});
afterEach(() => plane.dispose());

async function admin() {
  return (await plane.connect('ada', 'admin')).mcp;
}

const decide = (decision: string, definitions: object[], kind = 'tools') => ({
  name: 'pin_decide',
  arguments: { server: 'files', kind, decision, definitions },
});

const list = (args: object = {}) => ({ name: 'pin_list', arguments: { ...args } });

describe('pin_decide', () => {
  it('approves, rejects and takes back, and says how much of it was new', async () => {
    const mcp = await admin();
    expect(await mcp.callTool(decide('approve', [READ, WRITE]))).toMatchObject({
      structuredContent: { changed: 2, names: ['read', 'write'] },
      content: [{ text: 'approved: "read", "write" of "files".' }],
    });
    expect(await mcp.callTool(decide('approve', [READ]))).toMatchObject({
      structuredContent: { changed: 0 },
    });
    await mcp.callTool(decide('reject', [WRITE]));
    expect(await mcp.callTool(list())).toMatchObject({
      structuredContent: {
        pins: [
          { name: 'read', decision: 'approved', actor: 'ada' },
          { name: 'write', decision: 'rejected' },
        ],
      },
    });
    await mcp.callTool(decide('withdraw', [READ, WRITE]));
    expect(await mcp.callTool(list())).toMatchObject({
      structuredContent: { pins: [] },
      content: [{ text: 'Nothing was decided.' }],
    });
  });

  it.each([
    ['has no name', [READ, { description: 'Nameless.' }], 'It has no name'],
    ['is too long', [{ ...READ, description: 'x'.repeat(300_000) }], 'longer than'],
  ])('decides nothing where one definition %s', async (_, definitions, reason) => {
    const mcp = await admin();
    const answer = await mcp.callTool(decide('approve', definitions));
    expect(answer).toMatchObject({ isError: true, content: [{ text: expect.stringContaining(reason) }] });
    expect(await plane.store.pins.list({ limit: 10 })).toEqual([]);
    expect(await plane.store.audit.query({ action: 'pin_decide' }, 10)).toMatchObject([
      { outcome: 'refused', target: 'heady://pins/files', details: { rule: 'pins/definition' } },
    ]);
  });

  it('is recorded with the names of what was decided about', async () => {
    await (await admin()).callTool(decide('reject', [READ]));
    expect(await plane.store.audit.query({ action: 'pin_decide' }, 10)).toMatchObject([
      {
        actor: 'ada',
        outcome: 'rejected',
        target: 'heady://pins/files',
        details: { kind: 'tools', definitions: [expect.stringMatching(/^read sha256:/)] },
      },
    ]);
  });

  it('pins the instructions of a server under one name', async () => {
    const mcp = await admin();
    await mcp.callTool(decide('approve', [{ instructions: 'Be kind.' }], 'server'));
    expect(await mcp.callTool(list({ definitions: true }))).toMatchObject({
      structuredContent: { pins: [{ name: 'instructions', definition: { instructions: 'Be kind.' } }] },
    });
  });
});

describe('pin_list', () => {
  it('gives pages, and definitions only where they are asked for', async () => {
    const mcp = await admin();
    await mcp.callTool(decide('approve', [READ, WRITE]));
    const first = await mcp.callTool(list({ limit: 1 }));
    const { pins, nextCursor } = first.structuredContent as { pins: object[]; nextCursor: string };
    expect(pins).toEqual([expect.not.objectContaining({ definition: expect.anything() })]);
    const second = await mcp.callTool(list({ limit: 1, cursor: nextCursor, definitions: true }));
    expect(second.structuredContent).toEqual({
      pins: [expect.objectContaining({ name: 'write', definition: WRITE })],
    });
    expect(await mcp.callTool(list({ cursor: 'made up' }))).toMatchObject({ isError: true });
  });

  it('can be read as a resource of each server', async () => {
    const mcp = await admin();
    await mcp.callTool(decide('approve', [READ]));
    const read = async (uri: string) => {
      const [content] = (await mcp.readResource({ uri })).contents;
      return JSON.parse(content && 'text' in content ? content.text : '');
    };
    expect(await read('heady://pins/files')).toMatchObject({ server: 'files', pins: [{ name: 'read' }] });
    expect(await read('heady://pins/other')).toEqual({ server: 'other', pins: [] });
  });
});
