import { type McpServer, ResourceNotFoundError, ResourceTemplate } from '@modelcontextprotocol/server';
import { TEMPLATES } from '../templates/templates.ts';
import { UNCHANGING } from './cacheHints.ts';
import { jsonContents, MIME_TYPE } from './jsonContents.ts';
import { templateUri } from './uri.ts';

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
