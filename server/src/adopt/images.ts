/** Programs that are databases, caches and queues, by the last part of their images' names. */
const DATA_STORES: ReadonlySet<string> = new Set([
  ...[
    'postgres',
    'postgresql',
    'pgvector',
    'postgis',
    'timescaledb',
    'mysql',
    'mariadb',
    'percona',
    'mssql',
    'server',
  ],
  ...[
    'mongo',
    'mongodb',
    'couchdb',
    'cassandra',
    'scylla',
    'cockroach',
    'cockroachdb',
    'clickhouse',
    'clickhouse-server',
  ],
  ...[
    'redis',
    'redis-stack',
    'redis-stack-server',
    'valkey',
    'keydb',
    'memcached',
    'dragonfly',
    'etcd',
    'influxdb',
  ],
  ...[
    'rabbitmq',
    'kafka',
    'cp-kafka',
    'zookeeper',
    'cp-zookeeper',
    'nats',
    'pulsar',
    'activemq',
    'mosquitto',
  ],
  ...[
    'elasticsearch',
    'opensearch',
    'solr',
    'minio',
    'neo4j',
    'qdrant',
    'weaviate',
    'milvus',
    'chroma',
    'typesense',
  ],
]);

/** `acme.io/team/web:1.2@sha256:...` as `web`, in lower case. */
export function programOf(image: string): string {
  return (image.split('@')[0] ?? '')
    .replace(/:[^/:]*$/, '')
    .replace(/^.*\//, '')
    .toLowerCase();
}

/** Whether an image is that of a database, cache or queue. */
export function isDataStore(image: string): boolean {
  const program = programOf(image);
  // `mcr.microsoft.com/mssql/server` is the one `server` that is.
  return program === 'server' ? /mssql\/server/.test(image) : DATA_STORES.has(program);
}

/** What is wrong with an image's version, in words with a full stop; undefined where it says exactly which one. */
export function faultOfTag(image: string): string | undefined {
  if (/@sha256:[0-9a-f]{64}$/.test(image)) return undefined;
  if (/\$\{?\w/.test(image)) return 'A variable says which version; state the one that runs.';
  const tag = /:(?<tag>[\w.-]+)$/.exec(image)?.groups?.tag;
  if (tag === undefined) return 'It says no version, so that it is whichever is the latest; state one.';
  if (/^(?:latest|stable|edge|nightly|main|master|dev|develop|lts)$/.test(tag)) {
    return `"${tag}" is another version from day to day; state one.`;
  }
  if (!/\d/.test(tag)) return `"${tag}" does not say which version; state one.`;
  return undefined;
}
