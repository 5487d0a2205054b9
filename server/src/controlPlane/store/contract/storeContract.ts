import { afterEach, beforeEach, describe } from 'vitest';
import { describeAuditLog } from './auditContract.ts';
import { describeCatalog } from './catalogContract.ts';
import { describeLimits } from './limitContract.ts';
import { describeMetrics } from './metricContract.ts';
import { describePins } from './pinContract.ts';
import { describeSecrets } from './secretContract.ts';
import { type Backend, StoreFixture } from './storeFixture.ts';

/** What every store keeps to, whatever keeps its data. */
export function describeStore(name: string, makeBackend: () => Promise<Backend>): void {
  describe(name, () => {
    let fixture: StoreFixture;
    beforeEach(async () => {
      fixture = new StoreFixture(await makeBackend());
    });
    afterEach(() => fixture.dispose());
    describeCatalog(() => fixture);
    describeAuditLog(() => fixture);
    describePins(() => fixture);
    describeSecrets(() => fixture);
    describeLimits(() => fixture);
    describeMetrics(() => fixture);
  });
}
