import type { EnvironmentName } from '../protocol.ts';
import { camel, constant, kebab, pascal, sentence, snake } from './render/words.ts';
import type { CreatedKind, Template } from './template/template.ts';

export type Sensitivity = 'public' | 'internal' | 'confidential' | 'restricted';

/** What was answered. Which of it a kind asks for is in `QUESTIONS`. */
export interface Answers {
  environment?: EnvironmentName;
  vertical?: string;
  /** Its own part of the name: `billing` of `dev-health-billing`; the role of a virtual machine. */
  name: string;
  owner?: string;
  sensitivity?: Sensitivity;
  description?: string;
  parameters: Readonly<Record<string, unknown>>;
}

export type Question = Exclude<keyof Answers, 'parameters'>;

/** What everybody is asked of a kind, in the order in which it is asked; `description` may stay empty. */
export const QUESTIONS: Readonly<Record<CreatedKind, readonly Question[]>> = {
  Service: ['environment', 'vertical', 'name', 'owner', 'sensitivity', 'description'],
  VirtualMachine: ['environment', 'vertical', 'name', 'owner', 'sensitivity', 'description'],
  Vertical: ['name', 'owner', 'sensitivity', 'description'],
  GoldenImage: ['vertical', 'name', 'owner', 'sensitivity', 'description'],
  Api: ['vertical', 'name', 'owner', 'sensitivity', 'description'],
  McpServer: ['name', 'owner', 'description'],
  Agent: ['vertical', 'name', 'owner', 'sensitivity', 'description'],
};

/** The name that its manifest has. */
export function fullName(kind: CreatedKind, { environment, vertical, name, parameters }: Answers): string {
  if (kind === 'Service') return `${environment}-${vertical}-${name}`;
  if (kind === 'VirtualMachine')
    return `${environment}-${name}-${String(parameters.index ?? 1).padStart(2, '0')}`;
  return name;
}

/** Where it goes, relative to the workspace folder: each kind has a folder of its own. */
export function defaultFolder(kind: CreatedKind, { environment, vertical, name }: Answers): string {
  switch (kind) {
    case 'Service':
      return `services/${vertical}/${name}`;
    case 'VirtualMachine':
      return `machines/${environment}`;
    case 'Vertical':
      return 'verticals';
    case 'GoldenImage':
      return 'images';
    case 'Api':
      return 'apis';
    case 'McpServer':
      return 'mcp';
    case 'Agent':
      return 'agents';
  }
}

/** What a template's texts, paths and conditions may name. */
export function scopeOf(
  template: Template,
  answers: Answers,
  parameters: Record<string, unknown>,
  folder: string,
  year: number,
) {
  const { environment = '', vertical = '', name, owner = '', sensitivity = '', description = '' } = answers;
  const baseName = vertical === '' ? name : `${vertical}-${name}`;
  return {
    environment,
    vertical,
    name,
    fullName: fullName(template.spec.creates, { ...answers, parameters }),
    baseName,
    title: sentence(name),
    names: spellings(name),
    baseNames: spellings(baseName),
    description: description.replace(/\s+/g, ' ').trim(),
    owner,
    sensitivity,
    shared: environment === 'stage' || environment === 'prod',
    folder,
    year,
    parameters,
    template: { name: template.name, version: template.spec.version },
  };
}

/** A name as paths need it, where no filter can stand: not every system allows `|` in the name of a file. */
function spellings(name: string) {
  return {
    kebab: kebab(name),
    snake: snake(name),
    camel: camel(name),
    pascal: pascal(name),
    constant: constant(name),
  };
}
