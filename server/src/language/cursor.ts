import type { Path, Span } from '../manifest/tree.ts';
import type { Outline, OutlineContainer, OutlineNode, OutlineScalar, Slot } from './outline.ts';

/** What is being typed; of no length where nothing is yet. */
export interface Token extends Span {
  style: OutlineScalar['style'];
}

interface Place {
  token: Token;
  /** Within brackets. */
  flow: boolean;
  /** Column at which the new text starts, or of the key or dash that it belongs to where it follows one. */
  column: number;
}

/** A key of the map at `path`. */
export interface KeyPlace extends Place {
  at: 'key';
  path: Path;
  /** The other keys of the map. */
  siblings: string[];
  hasColon: boolean;
  /** The cursor is right before a complete key: a new one goes in front of it. */
  isBeforeKey: boolean;
}

/** The value at `path`, of any form. */
export interface ValuePlace extends Place {
  at: 'value';
  path: Path;
  /** Where it stands: behind its colon or dash, on a line of its own, or in brackets. */
  form: 'after-colon' | 'after-dash' | 'own-line' | 'new-item' | 'flow';
  /** Offset behind the colon or dash, where there is one on this line. */
  mark: number | undefined;
  /** The other values, where it is an item of a list. */
  siblings: string[];
}

/** Outside of any content: a document may begin here. */
export interface EmptyPlace {
  at: 'empty';
  token: Token;
}

export type CursorPlace = KeyPlace | ValuePlace | EmptyPlace;

/**
 * What may be written at an offset of a document's text, by indentation and brackets alone, so that it is known
 * while the text is broken there.
 *
 * @returns undefined where nothing can be proposed: in comments, in block text, behind a complete value
 */
export function cursorPlaceAt(text: string, outline: Outline, offset: number): CursorPlace | undefined {
  const { root, comments, start, end } = outline;
  if (comments.some((comment) => comment.start < offset && offset <= comment.end)) return undefined;
  const finder = new Finder(text, offset);
  if (root === undefined || offset < start || offset > end) {
    const isBehindMarker = offset === start && start > 0;
    return finder.onBlankLine || isBehindMarker ? { at: 'empty', token: finder.leadingBlanks } : undefined;
  }
  return finder.inNode(root, []);
}

class Finder {
  readonly #offset: number;
  readonly #lineEnd: number;
  readonly #column: number;
  readonly onBlankLine: boolean;
  readonly nothing: Token;
  /** The blanks between the start of the line and the cursor, where there is nothing else. */
  readonly leadingBlanks: Token;

  constructor(text: string, offset: number) {
    this.#offset = offset;
    let lineStart = offset;
    while (lineStart > 0 && !isBreak(text[lineStart - 1])) lineStart--;
    let lineEnd = offset;
    while (lineEnd < text.length && !isBreak(text[lineEnd])) lineEnd++;
    this.#lineEnd = lineEnd;
    this.#column = offset - lineStart;
    this.onBlankLine = /^\ufeff?[ \t]*$/.test(text.slice(lineStart, lineEnd));
    this.nothing = { start: offset, end: offset, style: 'plain' };
    this.leadingBlanks = this.onBlankLine ? { ...this.nothing, start: lineStart } : this.nothing;
  }

  /** Somewhere in a node that starts a block (a document, or the lines below a key). */
  inNode(node: OutlineNode, path: Path): CursorPlace | undefined {
    if (node.type === 'scalar') {
      if (this.#touches(node)) return this.#ownLine(path, this.#tokenOf(node), this.#columnOf(node));
      return undefined;
    }
    return node.flow ? this.#inFlow(node, path) : this.#inBlock(node, path);
  }

  #inBlock(block: OutlineContainer, path: Path): CursorPlace | undefined {
    const index = block.slots.findLastIndex(({ start }) => start <= this.#offset);
    const slot = block.slots[index];
    const isNew = this.onBlankLine && this.#column === block.indent;
    if (!slot) return isNew ? this.#newSlot(block, path) : undefined;
    if (slot.key && this.#touches(slot.key)) return this.#key(block, path, slot);
    const slotPath = [...path, slot.key ? slot.key.text : index];
    const isOnMarkLine =
      slot.mark !== undefined && slot.mark <= this.#offset && this.#lineEndsAfter(slot.mark);
    if (isOnMarkLine) return this.#behindMark(block, slot, slotPath);
    const isBlock = slot.value !== undefined && slot.value.type !== 'scalar' && !slot.value.flow;
    if (slot.value && !isBlock && this.#isWithin(slot.value)) return this.inNode(slot.value, slotPath);
    if (isNew) return this.#newSlot(block, path);
    if (this.onBlankLine && this.#column <= block.indent) return undefined;
    if (slot.value && isBlock) return this.inNode(slot.value, slotPath);
    return this.onBlankLine && !slot.value ? this.#ownLine(slotPath, this.nothing, this.#column) : undefined;
  }

  #behindMark(block: OutlineContainer, slot: Slot, path: Path): CursorPlace | undefined {
    const { value } = slot;
    // Its value is on the lines below.
    if (value && value.start > this.#lineEnd) return undefined;
    const place = {
      at: 'value',
      path,
      flow: false,
      mark: slot.mark,
      siblings: siblingValues(block, slot),
    } as const;
    const form = slot.key ? 'after-colon' : 'after-dash';
    const base = slot.key ? block.indent : this.#column;
    if (!value) return { ...place, form, token: this.nothing, column: base };
    if (value.type !== 'scalar') return this.inNode(value, path);
    if (value.style === 'block' || this.#offset > value.end) return undefined;
    const token = this.#touches(value) ? this.#tokenOf(value) : { ...this.nothing, end: value.end };
    return { ...place, form, token, column: slot.key ? block.indent : this.#columnOf(token) };
  }

  #inFlow(flow: OutlineContainer, path: Path): CursorPlace | undefined {
    const isInside = flow.start < this.#offset && (this.#offset < flow.end || !flow.closed);
    if (!isInside) return undefined;
    const index = flow.slots.findLastIndex(({ start, end }) => start <= this.#offset && this.#offset <= end);
    const slot = flow.slots[index];
    if (!slot) return this.#newSlot(flow, path);
    if (slot.key && this.#touches(slot.key)) return this.#key(flow, path, slot);
    if (slot.mark === undefined || this.#offset < slot.mark) return undefined;
    const slotPath = [...path, slot.key ? slot.key.text : index];
    const { value } = slot;
    if (value && value.type !== 'scalar') return this.inNode(value, slotPath);
    if (value && value.end > value.start && !this.#touches(value)) return undefined;
    return {
      at: 'value',
      path: slotPath,
      form: 'flow',
      flow: true,
      token: value ? this.#tokenOf(value) : this.nothing,
      column: flow.indent,
      mark: slot.key ? slot.mark : undefined,
      siblings: siblingValues(flow, slot),
    };
  }

  #key(map: OutlineContainer, path: Path, slot: Slot): CursorPlace {
    const token = slot.key ? this.#tokenOf(slot.key) : this.nothing;
    const siblings = siblingKeys(map, slot);
    const hasColon = slot.mark !== undefined;
    if (hasColon && this.#offset === token.start && token.end > token.start) {
      return { ...this.#newKey(map, path), isBeforeKey: true };
    }
    const isBeforeKey = false;
    return { at: 'key', path, flow: map.flow, token, column: map.indent, siblings, hasColon, isBeforeKey };
  }

  #newKey(map: OutlineContainer, path: Path): KeyPlace {
    const { flow, indent: column } = map;
    const siblings = siblingKeys(map);
    return {
      at: 'key',
      path,
      flow,
      token: this.nothing,
      column,
      siblings,
      hasColon: false,
      isBeforeKey: false,
    };
  }

  #newSlot(container: OutlineContainer, path: Path): CursorPlace {
    const { flow, indent: column } = container;
    if (container.type === 'map') return this.#newKey(container, path);
    return {
      at: 'value',
      path: [...path, container.slots.length],
      form: flow ? 'flow' : 'new-item',
      flow,
      token: this.nothing,
      column,
      mark: undefined,
      siblings: siblingValues(container),
    };
  }

  #ownLine(path: Path, token: Token, column: number): CursorPlace {
    return { at: 'value', path, form: 'own-line', flow: false, token, column, mark: undefined, siblings: [] };
  }

  #tokenOf({ start, end, style, closed }: OutlineScalar): Token {
    // What follows an opened quote may well be meant to stand outside of it.
    return { start, end: closed ? end : this.#offset, style };
  }

  #touches({ start, end, style }: OutlineScalar): boolean {
    return style !== 'block' && start <= this.#offset && this.#offset <= end;
  }

  #isWithin({ start, end }: OutlineNode): boolean {
    return start <= this.#offset && this.#offset <= end;
  }

  /** Whether an offset before the cursor is on the cursor's line. */
  #lineEndsAfter(before: number): boolean {
    return before >= this.#offset - this.#column;
  }

  #columnOf({ start }: Span): number {
    return this.#column - (this.#offset - start);
  }
}

function siblingKeys(map: OutlineContainer, except?: Slot): string[] {
  return map.slots.flatMap((slot) => (slot !== except && slot.key ? [slot.key.text] : []));
}

function siblingValues(list: OutlineContainer, except?: Slot): string[] {
  if (list.type !== 'list') return [];
  return list.slots.flatMap((slot) =>
    slot !== except && slot.value?.type === 'scalar' ? [slot.value.text] : [],
  );
}

function isBreak(unit: string | undefined): boolean {
  return unit === '\n' || unit === '\r';
}
