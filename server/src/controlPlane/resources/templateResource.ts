import { type McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server';
import type { ControlPlane } from '../plane.ts';
import { TEMPLATES } from '../templates/templates.ts';
import { UNCHANGING } from './cacheHints.ts';
import { jsonContents, MIME_TYPE } from './jsonContents.ts';
import { decoded, projectTemplateUri, templateUri } from './uri.ts';

/** `heady://templates/{name}`: what can be created. */
export function registerTemplateResource(server: McpServer): void {
  const resources = [...TEMPLATES.values()].map(({ name, title, description }) => ({
    uri: templateUri(name),
    name: `template-${name}`,
    title: `Template: ${title}`,
    description,
  }));
  server.registerResource(
    'template',
    new ResourceTemplate('heady://templates/{name}', {
      list: () => ({ resources }),
      complete: { name: (value) => [...TEMPLATES.keys()].filter((name) => name.startsWith(value)) },
    }),
    {
      title: 'Template of a manifest',
      description: 'A manifest with parameters to fill in, what each is for, and the same with defaults.',
      mimeType: MIME_TYPE,
      cacheHint: UNCHANGING,
    },
    (uri, { name }) => {
      const template = TEMPLATES.get(String(name));
      if (!template) throw new ResourceNotFoundError(uri.href);
      return jsonContents(uri, template);
    },
  );
}

/** `heady://templates/projects/{name}`: what a project can be made of, all its files. */
export function registerProjectTemplateResource(
  server: McpServer,
  { projectTemplates }: Pick<ControlPlane, 'projectTemplates'>,
): void {
  const list = async () => (await projectTemplates?.list()) ?? [];
  server.registerResource(
    'project-template',
    new ResourceTemplate('heady://templates/projects/{name}', {
      list: async () => ({
        resources: (await list()).map(({ name, title, description }) => ({
          uri: projectTemplateUri(name),
          name: `project-template-${name}`,
          title: `Project: ${title}`,
          description,
        })),
      }),
      complete: {
        name: async (value) =>
          (await list()).map(({ name }) => name).filter((name) => name.startsWith(value)),
      },
    }),
    {
      title: 'Template of a project',
      description: 'All files of a template that "New Heady Service" and "heady new" make projects of.',
      mimeType: MIME_TYPE,
    },
    async (uri, { name }) => {
      const template = await projectTemplates?.read(decoded(String(name)) ?? '');
      if (!template) throw new ResourceNotFoundError(uri.href);
      return jsonContents(uri, template);
    },
  );
}
