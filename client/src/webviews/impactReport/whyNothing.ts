import type { ImpactItem, ImpactStatus } from '../../../../server/src/protocol/impact.ts';
import { counted } from '../words.ts';
import type { Filter } from './filter.ts';

export interface Nothing {
  heading: string;
  text: string;
  /** There is something, but the filter holds it back. */
  isFiltered: boolean;
}

/** Why there is nothing to see: no manifests, no findings, none of the kind, or none that pass the filter. */
export function whyNothing({
  files,
  items,
  filter: { focus },
  status,
}: {
  files: number;
  items: readonly ImpactItem[];
  filter: Filter;
  status: ImpactStatus;
}): Nothing {
  const checked = `Checked ${counted(files, 'manifest')}.`;
  const plain = (heading: string, text: string) => ({ heading, text, isFiltered: false });
  if (files === 0)
    return plain(
      'Nothing to check',
      'Impact Check reads the manifests of the workspace: *.heady.yaml and the like.',
    );
  if (items.length === 0) {
    const text = `In ${counted(files, 'manifest')} no wording and no criterion was found that leaves anybody out.`;
    return plain('No findings', text);
  }
  if (items.some((item) => item.status === status)) {
    const text = focus
      ? `Nothing of this kind is in ${focus.kind} ${focus.name}; there is in others.`
      : 'There are others.';
    return { heading: 'Nothing passes the filter', text, isFiltered: true };
  }
  const headings = { open: 'No findings', exempted: 'Nothing is exempted', silenced: 'Nothing is silenced' };
  return plain(headings[status], checked);
}
