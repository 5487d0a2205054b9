import type { Json } from '../connection/raw.ts';
import { SEPARATOR } from '../routing/names.ts';
import { type Flag, textsOf } from './flag.ts';
import { invisibleCharacters } from './invisible.ts';
import { crossReferences, type Neighbour, names } from './names.ts';
import { orders } from './orders.ts';
import { overLong } from './overLong.ts';

/** Among whom a definition is looked at. */
export interface Company {
  /** Names of what its own server offers. */
  readonly own: readonly string[];
  /** The other servers. */
  readonly neighbours: readonly Neighbour[];
}

/** What a person should look at in a definition before a model reads it. */
export function inspect(definition: Json, { own, neighbours }: Company): Flag[] {
  const flags = textsOf(definition).flatMap((placed) => {
    const unasked = orders(placed);
    const others = placed.where === 'name' ? [] : crossReferences(placed, own, neighbours);
    // To speak of another server's tool is one thing, to say what is to be done with it another.
    const graded = unasked.length > 0 ? others.map((flag): Flag => ({ ...flag, grade: 'danger' })) : others;
    return [...invisibleCharacters(placed), ...overLong(placed), ...unasked, ...graded];
  });
  const name = typeof definition.name === 'string' ? definition.name : undefined;
  return [...flags, ...(name === undefined ? [] : names(name, neighbours, SEPARATOR))];
}

export function isDangerous(flags: readonly Flag[]): boolean {
  return flags.some(({ grade }) => grade === 'danger');
}
