import { type Disposable, ViewColumn, type WebviewPanel, type WebviewPanelSerializer, window } from 'vscode';
import type { EntryRef } from '../../../server/src/protocol/entryDetails.ts';
import { DetailsPanel, type PanelParts } from './detailsPanel.ts';
import { entryIn, entryKey } from './entryKey.ts';

export const VIEW_TYPE = 'heady.entryDetails';

/** The tabs of all entries, one each: one that is open already comes to the front. */
export class DetailsPanels implements WebviewPanelSerializer, Disposable {
  readonly #parts: PanelParts;
  readonly #open = new Map<string, DetailsPanel>();
  readonly #registration = window.registerWebviewPanelSerializer(VIEW_TYPE, this);

  constructor(parts: Omit<PanelParts, 'open'>) {
    this.#parts = { ...parts, open: (ref) => this.show(ref) };
  }

  show(ref: EntryRef): void {
    const known = this.#open.get(entryKey(ref));
    if (known) known.panel.reveal();
    else
      this.#take(
        window.createWebviewPanel(VIEW_TYPE, ref.name, ViewColumn.Active, { enableFindWidget: true }),
        ref,
      );
  }

  /** A tab of before the editor was restarted. */
  async deserializeWebviewPanel(panel: WebviewPanel, state: unknown): Promise<void> {
    const ref =
      typeof state === 'object' && state !== null && 'ref' in state ? entryIn(state.ref) : undefined;
    if (ref) this.#take(panel, ref);
    else panel.dispose();
  }

  dispose(): void {
    this.#registration.dispose();
    for (const { panel } of this.#open.values()) panel.dispose();
  }

  #take(panel: WebviewPanel, ref: EntryRef): void {
    const key = entryKey(ref);
    const details = new DetailsPanel(panel, ref, this.#parts);
    this.#open.set(key, details);
    panel.onDidDispose(() => {
      details.dispose();
      this.#open.delete(key);
    });
  }
}
