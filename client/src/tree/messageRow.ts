import { type Command, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';

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

/** A row that says something about its tree, or about what is above it. */
export function messageRow(look: MessageLook): TreeItem {
  const { label, description, tooltip, icon, color, command, contextValue } = look;
  const row = new TreeItem(label, TreeItemCollapsibleState.None);
  row.iconPath = color ? new ThemeIcon(icon, new ThemeColor(color)) : new ThemeIcon(icon);
  row.contextValue = contextValue ?? 'message';
  row.tooltip = tooltip ?? [label, description].filter(Boolean).join('\n');
  if (description) row.description = description;
  if (command) row.command = command;
  return row;
}
