import type { ScaffoldAnswers, ScaffoldKind } from '../../../server/src/protocol/scaffold.ts';

/** How the wizard speaks of what it makes. */
export interface KindWords {
  /** Above every step. */
  title: string;
  /** "The service was not created". */
  noun: string;
  /** Icon of the editor's. */
  icon: string;
  example: string;
  nameQuestion: string;
  descriptionExample: string;
}

export const kindWords: Readonly<Record<ScaffoldKind, KindWords>> = {
  Service: {
    title: 'New Heady Service',
    noun: 'service',
    icon: 'server-process',
    example: 'billing',
    nameQuestion: 'What is it called?',
    descriptionExample: 'Invoices and receipts for clinics.',
  },
  Vertical: {
    title: 'New Vertical',
    noun: 'vertical',
    icon: 'symbol-namespace',
    example: 'health',
    nameQuestion: 'What is it called?',
    descriptionExample: 'Care, from the first call to the bill.',
  },
  VirtualMachine: {
    title: 'New Virtual Machine',
    noun: 'virtual machine',
    icon: 'vm',
    example: 'app',
    nameQuestion: 'What is its role?',
    descriptionExample: 'Runs the applications of the clinics.',
  },
  GoldenImage: {
    title: 'New Golden Image',
    noun: 'golden image',
    icon: 'package',
    example: 'ubuntu-base',
    nameQuestion: 'What is it called?',
    descriptionExample: 'What every application machine is cloned from.',
  },
  Api: {
    title: 'New API',
    noun: 'API',
    icon: 'symbol-interface',
    example: 'billing',
    nameQuestion: 'What is it called?',
    descriptionExample: 'Invoices, to be read and paid.',
  },
  McpServer: {
    title: 'New MCP Server',
    noun: 'MCP server',
    icon: 'plug',
    example: 'notes',
    nameQuestion: 'What is it called?',
    descriptionExample: 'Notes of the clinics, to be searched.',
  },
  Agent: {
    title: 'New Agent',
    noun: 'agent',
    icon: 'hubot',
    example: 'triage-assistant',
    nameQuestion: 'What is it called?',
    descriptionExample: 'Sorts what comes in by how urgent it is.',
  },
};

/** The name that the manifest will have, with the given own part; undefined where that is all of it. */
export function fullName(kind: ScaffoldKind, name: string, answers: ScaffoldAnswers): string | undefined {
  const { environment = 'dev', vertical = '<vertical>', parameters } = answers;
  const own = name || '<name>';
  if (kind === 'Service') return `${environment}-${vertical}-${own}`;
  if (kind === 'VirtualMachine')
    return `${environment}-${own}-${String(parameters?.index ?? 1).padStart(2, '0')}`;
  return undefined;
}
