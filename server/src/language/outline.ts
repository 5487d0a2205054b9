import type { Span } from '../manifest/tree.ts';

/**
 * What a document's lines say at a glance: keys, items and values by indentation and brackets, with holes where
 * something is still to be typed. The parser's tree cannot tell those holes; this outline keeps them, and one
 * half-typed line never changes what its neighbours mean.
 */
export type OutlineNode = OutlineScalar | OutlineContainer;

export interface OutlineScalar extends Span {
  type: 'scalar';
  /** The content, without quotes; escapes as written. Empty for a block scalar. */
  text: string;
  style: 'plain' | 'single' | 'double' | 'block';
  /** False for an opened quote that nothing closes. */
  closed: boolean;
}

export interface OutlineContainer extends Span {
  type: 'map' | 'list';
  flow: boolean;
  /** Column of the keys or dashes of a block; of the line's owner for flow. */
  indent: number;
  slots: Slot[];
  /** False for a bracket that nothing closes. */
  closed: boolean;
}

/** An entry of a map or an item of a list. */
export interface Slot extends Span {
  /** Of entries only. */
  key?: OutlineScalar;
  /** Offset behind the colon or dash, or where a flow item starts; undefined: a key without its colon yet. */
  mark: number | undefined;
  /** Undefined: a hole. */
  value: OutlineNode | undefined;
}

export interface Outline {
  root: OutlineNode | undefined;
  comments: Span[];
  /** Where the document's content starts (behind its `---`) and ends (before its `...`). */
  start: number;
  end: number;
}
