import { afterAll, beforeAll, expect } from 'vitest';
import { describeStore } from '../../../server/src/controlPlane/store/contract/storeContract.ts';
import { openPostgresStore } from '../../../server/src/controlPlane/store/postgres/openPostgresStore.ts';
import { PostgresServer } from './postgresServer.ts';

let server: PostgresServer | undefined;
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server?.stop());

describeStore('a store in PostgreSQL', async () => {
  if (!server) throw new Error('PostgreSQL did not start.');
  const dsn = await server.emptySchema();
  return {
    open: () => openPostgresStore(dsn, { warn: (message) => expect.fail(message) }),
    dispose: async () => {},
  };
});
