import { redacted } from '../rules/security/redacted.ts';
import type { Origin } from './located.ts';

/**
 * What is said of a source beside the manifests: `unmapped`: there is no field for it, or nobody can say which value;
 * `decide`: whoever adopts has to; `secret`: a value stays where it is; `refused`: could not be read; `named`: a name
 * differs from the source's; `conflict`: two sources disagree.
 */
export type NoteKind = 'refused' | 'decide' | 'secret' | 'unmapped' | 'conflict' | 'named';

export interface Note extends Origin {
  kind: NoteKind;
  /** What in the source: `services.web.restart`. */
  what: string;
  /** In words, with a full stop. Never quotes a credential. */
  message: string;
}

/** Collects what is to be told, in the order in which it was found. */
export class Notes {
  readonly all: Note[] = [];

  /** What was told of the same place already is not told again: several manifests may come of it. */
  add(kind: NoteKind, { at, path }: { at: Origin; path: string }, message: string): void {
    const note: Note = { kind, ...at, what: redacted(path), message: redacted(message) };
    const isSame = (other: Note) =>
      other.kind === kind &&
      other.file === at.file &&
      other.line === at.line &&
      other.message === note.message;
    if (!this.all.some(isSame)) this.all.push(note);
  }

  /** A field that manifests have none for, with the reason. */
  unmapped(from: { at: Origin; path: string }, message: string): void {
    this.add('unmapped', from, message);
  }
}
