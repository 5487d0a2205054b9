import type { ManifestDocument, Suppression } from '../manifest/document.ts';
import { type Path, type Plain, plainAt, type Span } from '../manifest/tree.ts';
import type { CatalogEntry } from '../rules/facts.ts';

const NOWHERE: Span = { start: 0, end: 0 };

/**
 * A registered entry as rules see a document. It has no text, so that nothing has a place; the gate let it in, so that
 * everything fits its schema.
 */
export class RegisteredDocument implements ManifestDocument {
  readonly text = '';
  readonly root = undefined;
  readonly syntaxProblems = [];
  readonly schemaProblems = [];
  readonly suppressions: readonly Suppression[] = [];
  readonly lineStarts: readonly number[] = [0];
  readonly unfit: ReadonlySet<string> = new Set();
  readonly broken = false;
  readonly kind: string;
  readonly name: string;
  readonly value: Plain;

  constructor({ kind, name, manifest }: CatalogEntry) {
    this.kind = kind;
    this.name = name;
    this.value = manifest;
  }

  get isMap(): boolean {
    return isMap(this.value);
  }

  stated(path: Path): Plain | undefined {
    return this.written(path);
  }

  statedText(path: Path): string | undefined {
    const value = this.written(path);
    return typeof value === 'string' ? value : undefined;
  }

  written(path: Path): Plain | undefined {
    return plainAt(this.value, path) ?? undefined;
  }

  node(): undefined {
    return undefined;
  }

  lacks(path: Path): boolean {
    if (!this.isMap) return false;
    for (let depth = 1; depth < path.length; depth++) {
      const above = this.written(path.slice(0, depth));
      if (above !== undefined && !isMap(above)) return false;
    }
    const value = this.written(path);
    return value === undefined || value === '';
  }

  place(): Span {
    return NOWHERE;
  }

  keyPlace(): Span {
    return NOWHERE;
  }
}

function isMap(value: Plain): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
