import { UriTemplate } from '@modelcontextprotocol/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlPlaneServer } from '../server.ts';
import { service } from '../testing.ts';
import type { TestPlane } from '../testPlane.ts';
import { PROMPTS, RESOURCES, TOOLS } from './accessExpectations.ts';
import { PROMPT_ACCESS, RESOURCE_ACCESS, TOOL_ACCESS } from './accessTable.ts';
import { REFUSED_BY } from './guard.ts';
import { ROLES } from './roles.ts';
import { openFurnishedPlane } from './testing.ts';

let plane: TestPlane;

beforeAll(async () => {
  plane = await openFurnishedPlane();
});

afterAll(() => plane.dispose());

describe('the access matrix', () => {
  it('says of every tool and resource there is who may use it, and of no other', async () => {
    const client = await plane.connectAs({ subject: 'admin', roles: ['admin'] });
    const tools = (await client.listTools()).tools.map(({ name }) => name).sort();
    expect(Object.keys(TOOLS).sort()).toEqual(tools);
    expect(Object.keys(TOOL_ACCESS).sort()).toEqual(tools);
    const { resourceTemplates } = await client.listResourceTemplates();
    const templates = resourceTemplates.map(({ uriTemplate }) => uriTemplate);
    const single = (await client.listResources()).resources
      .map(({ uri }) => uri)
      .filter((uri) => !templates.some((template) => new UriTemplate(template).match(uri)));
    const resources = [...templates, ...single].sort();
    expect(Object.keys(RESOURCES).sort()).toEqual(resources);
    expect(Object.keys(RESOURCE_ACCESS).sort()).toEqual(resources);
    const prompts = (await client.listPrompts()).prompts.map(({ name }) => name).sort();
    expect(Object.keys(PROMPTS).sort()).toEqual(prompts);
    expect(Object.keys(PROMPT_ACCESS).sort()).toEqual(prompts);
  });

  describe.each(ROLES.map((role, column) => ({ role, column })))('for $role', ({ role, column }) => {
    const calls = Object.entries(TOOLS).flatMap(([tool, rows]) => rows.map((row) => [tool, ...row] as const));

    it.each(calls)('%s of %j is %s', async (name, args, grants, rule) => {
      const asked: string[] = [];
      const client = await plane.connectAs(
        { subject: `a ${role}`, roles: [role] },
        {
          answer: (message) => {
            asked.push(message);
            return { action: 'decline' };
          },
        },
      );
      const answer = await client.callTool({ name, arguments: args });
      const refusedBy = answer._meta?.[REFUSED_BY];
      switch (grants.split(' ')[column]) {
        case 'yes':
          expect(refusedBy).toBeUndefined();
          expect(asked).toEqual([]);
          return;
        case 'approval':
          expect(asked).toEqual([expect.stringContaining(`a ${role} asks for ${name} in`)]);
          expect(refusedBy).toBe(rule);
          return;
        default:
          expect(asked).toEqual([]);
          expect(answer).toMatchObject({ isError: true, _meta: { [REFUSED_BY]: rule } });
          expect(answer.content[0]).toMatchObject({ text: expect.stringContaining(`Refused by ${rule}.`) });
      }
    });

    it.each(Object.entries(PROMPTS))('the prompt %s', async (name, [args, grants]) => {
      const client = await plane.connectAs({ subject: `a ${role}`, roles: [role] });
      const getting = client.getPrompt({ name, arguments: args });
      if (grants.split(' ')[column] === 'yes') expect((await getting).messages).not.toEqual([]);
      else await expect(getting).rejects.toThrow(/Refused by access\//);
    });

    it.each(Object.entries(RESOURCES))('%s', async (_, [uri, grants]) => {
      const client = await plane.connectAs({ subject: `a ${role}`, roles: [role] });
      const reading = client.readResource({ uri });
      if (grants.split(' ')[column] === 'yes') expect((await reading).contents).toHaveLength(1);
      else await expect(reading).rejects.toThrow(/Refused by access\//);
    });
  });

  it('lets nobody in who has no role', async () => {
    const client = await plane.connectAs({ subject: 'nobody', roles: [] });
    expect(await client.callTool({ name: 'catalog_search', arguments: {} })).toMatchObject({
      isError: true,
      _meta: { [REFUSED_BY]: 'access/catalog_search' },
    });
    await expect(client.readResource({ uri: 'heady://catalog/dev' })).rejects.toThrow(/Refused by access\//);
    await expect(client.subscribeResource({ uri: 'heady://catalog/dev' })).rejects.toThrow(
      /Refused by access\//,
    );
    await expect(
      client.getPrompt({ name: 'draft_manifest', arguments: { kind: 'Service' } }),
    ).rejects.toThrow(/Refused by access\/draft_manifest/);
    const ref = { type: 'ref/resource', uri: 'heady://verticals/{name}' } as const;
    await expect(client.complete({ ref, argument: { name: 'name', value: '' } })).rejects.toThrow(
      /Refused by access\//,
    );
  });

  it('grants what any of several roles grants', async () => {
    const client = await plane.connectAs({ subject: 'both', roles: ['viewer', 'builder'] });
    const answer = await client.callTool({
      name: 'catalog_register',
      arguments: { manifest: service('dev-health-both') },
    });
    expect(answer.structuredContent).toMatchObject({ outcome: 'created' });
  });

  it('cannot be gone round by a tool or resource it does not know', async () => {
    const server = controlPlaneServer(plane.partsFor({ subject: 'admin', roles: ['admin'] }), 'elsewhere');
    expect(() => server.registerTool('another', {}, () => ({ content: [] }))).toThrow(
      /no row for the tool another/,
    );
    expect(() => server.registerResource('another', 'heady://another', {}, () => ({ contents: [] }))).toThrow(
      /no row for the resource heady:\/\/another/,
    );
    expect(() => server.registerPrompt('another', {}, () => ({ messages: [] }))).toThrow(
      /no row for the prompt another/,
    );
  });
});
