/** Where entries of a kind stand that are no services. */
export interface Section {
  /** Of its entries. */
  kind: string;
  label: string;
  tooltip: string;
  /** Codicon id. */
  icon: string;
}

/** In the order of the tree. */
export const SECTIONS: readonly Section[] = [
  {
    kind: 'Vertical',
    label: 'Verticals',
    tooltip: 'What the organisation works for',
    icon: 'symbol-namespace',
  },
  { kind: 'Api', label: 'APIs', tooltip: 'What services offer to others', icon: 'symbol-interface' },
  { kind: 'VirtualMachine', label: 'Machines', tooltip: 'Virtual machines that services run on', icon: 'vm' },
  { kind: 'GoldenImage', label: 'Golden Images', tooltip: 'What machines are built from', icon: 'layers' },
  { kind: 'Agent', label: 'Agents', tooltip: 'AI agents and whom they answer to', icon: 'hubot' },
  {
    kind: 'Workspace',
    label: 'Workspaces',
    tooltip: 'Repositories, their services and servers',
    icon: 'multiple-windows',
  },
  {
    kind: 'McpServer',
    label: 'MCP Servers',
    tooltip: 'Servers of the Model Context Protocol',
    icon: 'plug',
  },
  {
    kind: 'Environment',
    label: 'Environments',
    tooltip: 'Where control planes are, and how each environment is guarded',
    icon: 'server-environment',
  },
  { kind: 'Policy', label: 'Policies', tooltip: 'What manifests are held to', icon: 'law' },
];
