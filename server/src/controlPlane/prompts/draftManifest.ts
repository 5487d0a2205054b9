import type { McpServer, PromptMessage } from '@modelcontextprotocol/server';
import { z } from 'zod';
import type { Environment } from '../../manifest/document.ts';
import { schemaFiles } from '../../manifest/schemas.ts';
import type { ControlPlane } from '../plane.ts';
import { MIME_TYPE } from '../resources/jsonContents.ts';
import { templateUri } from '../resources/uri.ts';
import { readVertical } from '../resources/verticalResource.ts';
import type { CatalogQuery, CatalogStore, StoredEntry } from '../store/catalogStore.ts';
import { templateFor } from '../templates/templates.ts';
import {
  environmentArgument,
  environmentGiven,
  kindArgument,
  kindOf,
  verticalArgument,
} from './arguments.ts';
import { DATA_NOTICE, say, sayData, show, showEntry, showRules } from './messages.ts';

/** Rules that decide what something is called, by kind. */
const NAMING: Readonly<Record<string, readonly string[]>> = {
  Service: ['naming/service', 'naming/environment-mismatch', 'naming/vertical-mismatch'],
  VirtualMachine: ['naming/vm', 'naming/environment-mismatch'],
};

const TASK = `Draft a manifest for Heady.

Begin with the template attached and keep to the schema. Follow the naming convention on the pages attached, and the rules of the vertical, where they are given. Take the example for how such manifests look here, and none of its values. Leave out optional fields that nobody asked for. Where you do not know an owner, the sensitivity of data, or a figure, ask the author instead of inventing it. Write descriptions and criteria so that they leave nobody out.

Answer with the manifest as one YAML document and a list of what the author must still decide. Propose to judge it with policy_evaluate, and to register it with catalog_register once its author agrees.`;

/** `draft_manifest`: all that one must know to write a manifest that the gate lets in. */
export function registerDraftManifest(server: McpServer, plane: ControlPlane): void {
  const argsSchema = z.object({
    kind: kindArgument(),
    about: z.string().max(10_000).optional().describe('What it is for, and what is known of it'),
    name: z.string().max(200).optional().describe('What it is to be called'),
    vertical: verticalArgument(plane, 'The vertical that it is for').optional(),
    environment: environmentArgument('Where it is to run; absent: dev').optional(),
  });
  server.registerPrompt(
    'draft_manifest',
    {
      title: 'Draft a manifest',
      description:
        'Schema, template, naming convention, the rules of the vertical and an example from the catalog.',
      argsSchema,
    },
    async ({ about = '', name = '', vertical = '', ...given }) => {
      const kind = kindOf(given.kind);
      const environment = environmentGiven(given.environment) ?? 'dev';
      const wanted = { kind, name, vertical, environment, about };
      const known = Object.entries(wanted).filter(([, value]) => value);
      return {
        description: `Draft a manifest of kind ${kind}`,
        messages: [
          say(`${TASK}\n\n${DATA_NOTICE}`),
          sayData('What is wanted', known.map(([field, value]) => `${field}: ${value}`).join('\n')),
          ...templateOf(kind),
          ...schemasOf(kind),
          ...(await showRules([...(NAMING[kind] ?? []), 'tags/required'])),
          ...(await verticalOf(plane, vertical, environment)),
          ...(await exampleOf(plane.store.catalog, { kind, vertical, environment })),
        ],
      };
    },
  );
}

function templateOf(kind: string): PromptMessage[] {
  const template = templateFor(kind);
  return template ? [show(templateUri(template.name), MIME_TYPE, JSON.stringify(template))] : [];
}

function schemasOf(kind: string): PromptMessage[] {
  return schemaFiles(kind).map((schema) =>
    show(schema.$id ?? '', 'application/schema+json', JSON.stringify(schema)),
  );
}

/** What holds in the vertical for manifests of this environment, in short: all of it is a resource. */
async function verticalOf(
  plane: ControlPlane,
  name: string,
  environment: Environment,
): Promise<PromptMessage[]> {
  if (!name) return [];
  const vertical = await readVertical(plane, name);
  if (!vertical) return [sayData('No vertical is registered by this name; ask whether it is right', name)];
  const { entry, terms, packs, rules } = vertical;
  const errors = rules.filter(({ severities }) => severities[environment].severity === 'error');
  const told = {
    manifest: entry.manifest,
    wordingToAvoid: terms,
    packs: packs.map(({ title }) => title),
    refusedIfBroken: Object.fromEntries(errors.map(({ id, summary }) => [id, summary])),
  };
  return [sayData(`The vertical and what it asks for in ${environment}`, JSON.stringify(told, null, 2))];
}

/** The nearest to what is wanted. */
async function exampleOf(
  catalog: CatalogStore,
  { kind, vertical, environment }: { kind: string; vertical: string; environment: Environment },
): Promise<PromptMessage[]> {
  const queries: CatalogQuery[] = [
    ...(vertical
      ? [
          { kind, vertical, environment },
          { kind, vertical },
        ]
      : []),
    { kind, environment },
    { kind },
  ];
  for (const query of queries) {
    const [found]: StoredEntry[] = (await catalog.search(query, { limit: 1 })).entries;
    if (found) return [say('An example from the catalog:'), showEntry(found)];
  }
  return [];
}
