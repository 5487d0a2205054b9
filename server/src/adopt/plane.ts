import { type Draft, judged } from './draft.ts';
import { isDataStore, programOf } from './images.ts';
import type { Origin } from './located.ts';

/**
 * Judges the plane by what runs: `data` for databases and queues, `app` for what keeps no data, else nothing.
 *
 * @param isCertain what it mounts is known to hold data, or not to
 */
export function judgePlane(
  service: Draft,
  image: { value: string; at: Origin } | undefined,
  isCertain = true,
): void {
  if (service.spec.has('plane')) return;
  if (image && isDataStore(image.value)) {
    service.spec.set('plane', judged('data', image, `${programOf(image.value)} keeps data`));
  } else if (isCertain && service.spec.get('state')?.value !== 'stateful') {
    service.spec.set('plane', judged('app', service, 'it keeps no data of its own'));
  }
}
