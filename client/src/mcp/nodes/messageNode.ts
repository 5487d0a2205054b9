import { type Command, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { McpNode } from './mcpNode.ts';

export interface MessageLook {
  label: string;
  description?: string;
  tooltip?: string;
  /** Codicon id. */
  icon: string;
  /** Theme colour id. */
  color?: string;
  command?: Command;
}

/** A row that says something about what is above it. */
export class MessageNode implements McpNode {
  readonly id: string;
  readonly #look: MessageLook;

  constructor(id: string, look: MessageLook) {
    this.id = `${id}/message`;
    this.#look = look;
  }

  children(): readonly McpNode[] {
    return [];
  }

  row(): TreeItem {
    const { label, description, tooltip, icon, color, command } = this.#look;
    const row = new TreeItem(label, TreeItemCollapsibleState.None);
    row.iconPath = color ? new ThemeIcon(icon, new ThemeColor(color)) : new ThemeIcon(icon);
    row.tooltip = tooltip ?? [label, description].filter(Boolean).join('\n');
    row.contextValue = 'message';
    if (description) row.description = description;
    if (command) row.command = command;
    return row;
  }
}
