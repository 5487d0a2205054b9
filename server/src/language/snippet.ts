import { renderScalar } from '../manifest/render.ts';
import { propertiesOf, resolve, type Schema, typesOf, valuesOf } from '../manifest/schemas.ts';
import type { Path } from '../manifest/tree.ts';

/** How the document around a snippet is written. */
export interface SnippetStyle {
  /** Placeholders and choices; without, plain text with nothing where something is to be filled in. */
  snippets: boolean;
  json: boolean;
  lineEnd: string;
  /** Blanks by which a nested block is indented further. */
  step: string;
  /** Names to choose from for the value at a path. */
  choices(path: Path): readonly string[];
  /** Fields to write along with a map. */
  expected(schema: Schema, path: Path): readonly string[];
}

/** More to choose from than this is no choice; completion filters it better. */
const MAX_CHOICES = 30;

/** Writes fields in the form that their schema asks for, as the text of one snippet. */
export class SnippetWriter {
  readonly #style: SnippetStyle;
  #stops = 0;

  constructor(style: SnippetStyle) {
    this.#style = style;
  }

  /** `key: value`, where the key is at `column`. */
  field(schema: Schema, path: Path, column: number, flow: boolean): string {
    const key = renderScalar(String(path.at(-1)), { flow, json: this.#style.json });
    return `${this.literal(key)}:${this.#value(schema, path, column, flow)}`;
  }

  /** The fields of a map, each at `column`. */
  fields(schema: Schema, path: Path, column: number, flow: boolean): string {
    const properties = propertiesOf(schema);
    const fields = this.#style.expected(schema, path).map((key) => {
      const child = properties[key];
      return this.field(child ? resolve(child) : {}, [...path, key], column, flow);
    });
    if (fields.length === 0) return this.#stop();
    return fields.join(flow ? ', ' : this.lineAt(column));
  }

  /** Text that stands for itself. */
  literal(text: string): string {
    return this.#style.snippets ? text.replace(/[\\$}]/g, '\\$&') : text;
  }

  /** A place to fill in, with words that say by what; nothing for an editor that knows no such places. */
  hint(text: string): string {
    return this.#style.snippets ? this.#placeholder(text) : '';
  }

  /** A line end, and the blanks up to `column`. */
  lineAt(column: number): string {
    return this.#style.lineEnd + ' '.repeat(column);
  }

  /** What follows the colon. */
  #value(schema: Schema, path: Path, column: number, flow: boolean): string {
    const inner = column + this.#style.step.length;
    const [type] = typesOf(schema);
    if (type === 'object') {
      return flow
        ? ` { ${this.fields(schema, path, column, true)} }`
        : this.lineAt(inner) + this.fields(schema, path, inner, false);
    }
    if (type === 'array') {
      const item = schema.items ? resolve(schema.items) : {};
      return flow
        ? ` [${this.#item(item, [...path, 0], column, true)}]`
        : `${this.lineAt(inner)}- ${this.#item(item, [...path, 0], inner + 2, false)}`;
    }
    return ` ${this.#scalar(schema, path, flow)}`;
  }

  #item(schema: Schema, path: Path, column: number, flow: boolean): string {
    if (typesOf(schema)[0] !== 'object') return this.#scalar(schema, path, flow);
    const fields = this.fields(schema, path, column, flow);
    return flow ? `{ ${fields} }` : fields;
  }

  #scalar(schema: Schema, path: Path, flow: boolean): string {
    const written = (value: unknown) =>
      renderScalar(value as string | number | boolean, { flow, json: this.#style.json });
    if (schema.const !== undefined) return this.literal(written(schema.const));
    const listed = valuesOf(schema);
    const values = listed.length > 0 ? listed : this.#style.choices(path);
    if (values.length > 0 && values.length <= MAX_CHOICES) return this.#choice(values.map(written));
    if (schema.default !== undefined && typeof schema.default !== 'object') {
      return this.#placeholder(written(schema.default));
    }
    return this.#style.json && typesOf(schema)[0] === 'string' ? `"${this.#stop()}"` : this.#stop();
  }

  #stop(): string {
    return this.#style.snippets ? `$${++this.#stops}` : '';
  }

  #placeholder(text: string): string {
    return this.#style.snippets ? `\${${++this.#stops}:${this.literal(text)}}` : text;
  }

  #choice(values: string[]): string {
    if (!this.#style.snippets) return '';
    if (values.length === 1) return this.#placeholder(values[0] ?? '');
    return `\${${++this.#stops}|${values.map((value) => value.replace(/[\\$},|]/g, '\\$&')).join(',')}|}`;
  }
}
