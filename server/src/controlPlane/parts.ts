import type { OpenedStore } from './openStore.ts';
import type { ControlPlane } from './plane.ts';

/** What is opened once, however it is served. */
export type Parts = Pick<ControlPlane, 'vault' | 'prometheus' | 'projectTemplates'> & { store: OpenedStore };
