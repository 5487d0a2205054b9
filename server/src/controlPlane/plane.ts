import type { Guard } from './access/guard.ts';
import type { Gate } from './gate/gate.ts';
import type { Prometheus } from './metrics/prometheus.ts';
import type { Vault } from './secrets/vault.ts';
import type { Store } from './store/store.ts';
import type { ProjectTemplates } from './templates/projectTemplates.ts';

/** What every connection to a control plane shares. */
export interface ControlPlane {
  store: Store;
  gate: Gate;
  guard: Guard;
  vault: Vault;
  /** Absent: metrics are those of the store alone. */
  prometheus?: Prometheus;
  /** Absent where the organisation serves none. */
  projectTemplates?: ProjectTemplates;
}
