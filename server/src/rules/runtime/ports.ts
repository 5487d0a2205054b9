import type { ManifestDocument } from '../../manifest/document.ts';
import type { Path } from '../../manifest/tree.ts';

/** Who may reach a port, the fewest first (decision 12). */
export const EXPOSURES: readonly string[] = ['private', 'vertical', 'lan', 'public'];

/** A port that a service listens on. */
export interface Port {
  number: number;
  /** `udp` against all others (decision 21). */
  transport: 'tcp' | 'udp';
  /** What is stated; undefined: `private`. */
  exposure: string | undefined;
  /** Of the port's map. */
  path: Path;
}

const known = new WeakMap<ManifestDocument, readonly Port[]>();

/** The ports of a Service whose number fits. */
export function portsOf(document: ManifestDocument): readonly Port[] {
  const found = known.get(document) ?? readPorts(document);
  known.set(document, found);
  return found;
}

function readPorts(document: ManifestDocument): Port[] {
  if (document.kind !== 'Service') return [];
  const listed = document.stated(['spec', 'ports']);
  return (Array.isArray(listed) ? listed : []).flatMap((_, index) => {
    const path = ['spec', 'ports', index];
    const number = document.stated([...path, 'port']);
    if (typeof number !== 'number') return [];
    const transport = document.statedText([...path, 'protocol']) === 'udp' ? 'udp' : 'tcp';
    return [{ number, transport, exposure: document.statedText([...path, 'exposure']), path }];
  });
}

/** Whether a stated exposure lets in more than another. */
export function isWider(exposure: string | undefined, most: string): boolean {
  return exposure !== undefined && EXPOSURES.indexOf(exposure) > EXPOSURES.indexOf(most);
}
