import { type Command, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { CatalogNode } from './catalogNode.ts';

export interface MessageLook {
  label: string;
  description?: string;
  tooltip?: string;
  /** Codicon id. */
  icon: string;
  /** Theme colour id. */
  color?: string;
  /** What a click does. */
  command?: Command;
  /** For the menus of package.json. */
  contextValue?: string;
}

/** A row that says something about the tree itself. */
export class MessageNode implements CatalogNode {
  readonly id: string;
  readonly parent = undefined;
  readonly children = [];
  readonly #look: MessageLook;

  constructor(id: string, look: MessageLook) {
    this.id = `message/${id}`;
    this.#look = look;
  }

  row(): TreeItem {
    const { label, description, tooltip, icon, color, command, contextValue } = this.#look;
    const row = new TreeItem(label, TreeItemCollapsibleState.None);
    row.iconPath = color ? new ThemeIcon(icon, new ThemeColor(color)) : new ThemeIcon(icon);
    row.contextValue = contextValue ?? 'message';
    row.tooltip = tooltip ?? [label, description].filter(Boolean).join('\n');
    if (description) row.description = description;
    if (command) row.command = command;
    return row;
  }
}
