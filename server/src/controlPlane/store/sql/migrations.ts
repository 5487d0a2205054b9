import { reindexCatalog } from './reindexCatalog.ts';
import type { Dialect, Transaction } from './sql.ts';

/** Statements for a dialect, then perhaps what SQL alone cannot do. */
interface Migration {
  statements(dialect: Dialect): readonly string[];
  finish?(sql: Transaction): Promise<void>;
}

/** Applied in order, each once; the database's format counts them. Only ever append. */
export const MIGRATIONS: readonly Migration[] = [
  {
    statements: ({ identity, integer, text }) => [
      `CREATE TABLE entry (
         kind ${text} NOT NULL, name ${text} NOT NULL, environment ${text} NOT NULL, manifest ${text} NOT NULL,
         title ${text}, vertical ${text}, owner ${text}, sensitivity ${text}, tags ${text} NOT NULL,
         search_text ${text} NOT NULL, version ${integer} NOT NULL, registered_at ${text} NOT NULL, source ${text},
         revision ${integer} NOT NULL, PRIMARY KEY (kind, name, environment))`,
      'CREATE INDEX entry_by_environment ON entry (environment, kind, name)',
      'CREATE INDEX entry_by_revision ON entry (revision)',
      `CREATE TABLE entry_version (
         kind ${text} NOT NULL, name ${text} NOT NULL, environment ${text} NOT NULL, version ${integer} NOT NULL,
         manifest ${text} NOT NULL, registered_at ${text} NOT NULL, source ${text},
         PRIMARY KEY (kind, name, environment, version))`,
      `CREATE TABLE changes (
         seq ${identity}, kind ${text} NOT NULL, name ${text} NOT NULL, environment ${text} NOT NULL,
         version ${integer} NOT NULL)`,
    ],
  },
  {
    statements: (dialect) => [...catalogTables(dialect), ...takeOverCatalog(dialect)],
    finish: reindexCatalog,
  },
  { statements: (dialect) => [...auditTables(dialect), ...otherTables(dialect)] },
  { statements: ({ text }) => [`ALTER TABLE catalog_version ADD COLUMN actor ${text}`] },
  {
    statements: (dialect) => [
      `ALTER TABLE changes ADD COLUMN recounted ${dialect.text} NOT NULL DEFAULT '[]'`,
      ...metricTables(dialect),
    ],
  },
  { statements: newSearchIndex, finish: (sql) => reindexCatalog(sql) },
  { statements: pinTable },
];

function catalogTables({ identity, integer, text, searchIndex }: Dialect): string[] {
  // What is in use is found through indexes that hold all facets: counting never touches the table.
  const byFacets = (name: string, columns: string) =>
    `CREATE INDEX catalog_entry_by_${name} ON catalog_entry (${columns}) WHERE retired_at IS NULL`;
  return [
    `CREATE TABLE catalog_entry (
       id ${identity}, kind ${text} NOT NULL, name ${text} NOT NULL, environment ${text} NOT NULL,
       release ${text} NOT NULL, title ${text}, vertical ${text}, owner ${text}, sensitivity ${text},
       tags ${text} NOT NULL, search_text ${text} NOT NULL, size ${integer} NOT NULL, version ${integer} NOT NULL,
       registered_at ${text} NOT NULL, source ${text}, revision ${integer} NOT NULL, retired_at ${text},
       UNIQUE (kind, name, environment, release))`,
    byFacets('kind', 'kind, name, environment, release, vertical, owner'),
    byFacets('environment', 'environment, kind, name, release, vertical, owner'),
    byFacets('vertical', 'vertical, kind, name, environment, release, owner'),
    byFacets('owner', 'owner, kind, name, environment, release, vertical'),
    'CREATE INDEX catalog_entry_by_revision ON catalog_entry (revision)',
    `CREATE TABLE catalog_version (
       entry ${integer} NOT NULL, version ${integer} NOT NULL, manifest ${text} NOT NULL,
       registered_at ${text} NOT NULL, source ${text}, retired ${integer} NOT NULL, PRIMARY KEY (entry, version))`,
    `CREATE TABLE catalog_tag (
       entry ${integer} NOT NULL, tag ${text} NOT NULL, value ${text} NOT NULL, PRIMARY KEY (entry, tag))`,
    'CREATE INDEX catalog_tag_by_tag ON catalog_tag (tag, value, entry)',
    ...searchIndex.create,
  ];
}

/** Format 1 kept one release of each entry, and every manifest twice. */
function takeOverCatalog({ integer, text }: Dialect): string[] {
  return [
    `INSERT INTO catalog_entry (kind, name, environment, release, title, vertical, owner, sensitivity, tags,
       search_text, size, version, registered_at, source, revision)
     SELECT kind, name, environment, '', title, vertical, owner, sensitivity, tags, search_text, length(manifest),
       version, registered_at, source, revision FROM entry ORDER BY revision`,
    `INSERT INTO catalog_version (entry, version, manifest, registered_at, source, retired)
     SELECT e.id, v.version, v.manifest, v.registered_at, v.source, 0 FROM entry_version v
     JOIN catalog_entry e ON e.kind = v.kind AND e.name = v.name AND e.environment = v.environment`,
    'DROP TABLE entry_version',
    'DROP TABLE entry',
    `ALTER TABLE changes ADD COLUMN release ${text} NOT NULL DEFAULT ''`,
    `ALTER TABLE changes ADD COLUMN retired ${integer} NOT NULL DEFAULT 0`,
  ];
}

/** Text and facets in one; before, there was one for text alone. */
function newSearchIndex({ searchIndex }: Dialect): string[] {
  const former = ['catalog_text', 'catalog_short_text', 'catalog_words'];
  return [...former.map((name) => `DROP TABLE IF EXISTS ${name}`), ...searchIndex.create];
}

function auditTables({ integer, text }: Dialect): string[] {
  return [
    `CREATE TABLE audit (
       seq ${integer} PRIMARY KEY, at ${text} NOT NULL, actor ${text} NOT NULL, role ${text}, action ${text} NOT NULL,
       target ${text}, environment ${text}, vertical ${text}, outcome ${text} NOT NULL, node ${text},
       correlation ${text}, details ${text}, hash ${text} NOT NULL)`,
    'CREATE INDEX audit_by_time ON audit (at)',
    'CREATE INDEX audit_by_actor ON audit (actor, seq)',
    'CREATE INDEX audit_by_action ON audit (action, seq)',
    'CREATE INDEX audit_by_target ON audit (target, seq)',
    'CREATE INDEX audit_by_correlation ON audit (correlation, seq)',
    // What retention removed: the chain leads into a gap with one hash and out of it with another.
    `CREATE TABLE audit_gap (
       first_seq ${integer} PRIMARY KEY, last_seq ${integer} NOT NULL, hash_before ${text} NOT NULL,
       hash_after ${text} NOT NULL)`,
  ];
}

function otherTables({ integer, text, bytes }: Dialect): string[] {
  return [
    // Without a value: it was removed, and its versions count on.
    `CREATE TABLE secret (
       name ${text} NOT NULL, environment ${text} NOT NULL, version ${integer} NOT NULL, key_id ${text} NOT NULL,
       value ${bytes}, updated_at ${text} NOT NULL, PRIMARY KEY (name, environment))`,
    // The moment at which all that was taken is given back, in milliseconds since 1970.
    `CREATE TABLE quota (name ${text} PRIMARY KEY, full_at ${integer} NOT NULL)`,
    'CREATE INDEX quota_by_time ON quota (full_at)',
    `CREATE TABLE lease (
       name ${text} NOT NULL, holder ${text} NOT NULL, expires_at ${integer} NOT NULL, PRIMARY KEY (name, holder))`,
  ];
}

/** Without a decision: it was taken back. */
function pinTable({ integer, text }: Dialect): string[] {
  return [
    `CREATE TABLE pin (
       server ${text} NOT NULL, kind ${text} NOT NULL, name ${text} NOT NULL, hash ${text} NOT NULL,
       decision ${text} NOT NULL, definition ${text} NOT NULL, actor ${text} NOT NULL, decided_at ${text} NOT NULL,
       revision ${integer} NOT NULL, PRIMARY KEY (server, kind, name, hash))`,
    'CREATE INDEX pin_by_revision ON pin (revision)',
  ];
}

function metricTables({ identity, integer, text }: Dialect): string[] {
  return [
    `CREATE TABLE metric_series (
       id ${identity}, metric ${text} NOT NULL, environment ${text} NOT NULL, labels ${text} NOT NULL,
       last_at ${integer} NOT NULL, UNIQUE (metric, environment, labels))`,
    // What was measured in one span of time; start_at and resolution in milliseconds.
    `CREATE TABLE metric_bucket (
       series ${integer} NOT NULL, resolution ${integer} NOT NULL, start_at ${integer} NOT NULL,
       count DOUBLE PRECISION NOT NULL, sum DOUBLE PRECISION NOT NULL, min DOUBLE PRECISION NOT NULL,
       max DOUBLE PRECISION NOT NULL, last DOUBLE PRECISION NOT NULL,
       PRIMARY KEY (series, resolution, start_at))`,
    'CREATE INDEX metric_bucket_by_age ON metric_bucket (resolution, start_at)',
  ];
}
