/** One setting, however it is given. */
export interface Setting {
  /** What is written after it; absent: it is a switch. */
  value?: string;
  about: string;
  /** May be given several times; separated by commas in the environment, a list in a file. */
  list?: true;
  /** Not taken from the command line: everybody on a machine sees what its programs were started with. */
  secret?: true;
}

/**
 * All settings. `--jwks-url URL` on the command line, HEADY_CONTROL_PLANE_JWKS_URL in the environment and
 * `jwks-url: URL` in a file are the same; the first of these that says something counts.
 */
export const SETTINGS = {
  stdio: { about: 'speak MCP over standard input and output, with whoever started it' },
  role: { value: 'NAME', about: 'with --stdio: as whom its client acts; default: admin' },
  http: { value: 'HOST:PORT', about: 'serve MCP over Streamable HTTP at http://HOST:PORT/mcp' },
  store: {
    value: 'sqlite:PATH',
    about:
      'where the catalog is kept; a file is made where there is none. Or postgres://USER:PASSWORD@HOST/DATABASE',
  },
  'store-file': { value: 'PATH', about: 'a file with that, so that a password in it is seen by nobody' },
  'store-timeout': {
    value: 'SECONDS',
    about: 'how long to wait at start for a PostgreSQL that is not there yet; default: 60',
  },
  config: { value: 'PATH', about: 'a YAML file with settings, named as here without the dashes' },
  'public-url': { value: 'URL', about: 'what clients call it by, where that is not http://HOST:PORT/mcp' },
  node: { value: 'NAME', about: 'what this node is called in the audit log; default: the host name' },
  'allow-host': { value: 'NAME', about: 'another host name that it is called by', list: true },
  'allow-origin': { value: 'NAME', about: 'host name of web pages that may call it', list: true },
  issuer: { value: 'TEXT', about: 'who issues the tokens, as in their "iss"' },
  audience: {
    value: 'TEXT',
    about: 'whom tokens must be meant for, as in their "aud"; default: the public URL',
  },
  'jwks-url': { value: 'URL', about: "the issuer's public keys, fetched again as they change" },
  'jwt-secret': { value: 'TEXT', about: 'secret shared with the issuer, 32 bytes or more', secret: true },
  'jwt-secret-file': { value: 'PATH', about: 'a file with that secret' },
  algorithm: {
    value: 'NAME',
    about: 'a signature algorithm to accept; default: RS256, PS256, ES256, EdDSA, or HS256',
    list: true,
  },
  'clock-skew': { value: 'SECONDS', about: "by how much the issuer's clock may differ; default: 30" },
  'role-claim': { value: 'NAME', about: 'the claim that holds the roles; default: heady_role' },
  'workspace-claim': { value: 'NAME', about: 'the claim that holds the workspace; default: heady_workspace' },
  token: {
    value: 'TEXT',
    about: 'on loopback: a random token, 32 characters or more, of one admin',
    secret: true,
  },
  'token-file': { value: 'PATH', about: 'a file with that token' },
  'state-key': {
    value: 'TEXT',
    about: 'seals what nodes leave with clients; 32 bytes or more, the same on all nodes',
    secret: true,
  },
  'state-key-file': { value: 'PATH', about: 'a file with that key' },
  'secrets-key': {
    value: 'TEXT',
    about:
      'seals secrets, 32 bytes or more, the same on all nodes; older ones behind it open what they sealed',
    list: true,
    secret: true,
  },
  'secrets-key-file': { value: 'PATH', about: 'a file with those keys, one a line' },
  'limit-user': { value: 'NUMBER', about: 'requests a minute of one user; default: 100' },
  'limit-workspace': {
    value: 'NUMBER',
    about: 'requests a minute of all users of a workspace; default: 500',
  },
  'limit-administration': {
    value: 'NUMBER',
    about: 'acts of administration a minute of one user; default: 20',
  },
  'audit-retention': {
    value: 'DAYS',
    about: 'how long audit records are kept at least, longer where their vertical asks; default: 90',
  },
  'body-limit': { value: 'BYTES', about: 'size of a request; default: 2097152' },
  'body-timeout': { value: 'SECONDS', about: 'time a request may take to arrive; default: 10' },
  'shutdown-timeout': { value: 'SECONDS', about: 'time that requests under way have to end; default: 10' },
  'prometheus-url': {
    value: 'URL',
    about: 'a Prometheus that metrics_query may read from, where its /api/v1 begins',
  },
  templates: {
    value: 'PATH',
    about: 'a folder with templates of projects, a folder each, for all who make services',
  },
  'log-level': { value: 'LEVEL', about: 'error, warn, info or debug; default: info' },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[];

export function settingOf(name: SettingName): Setting {
  return SETTINGS[name];
}

export function environmentVariable(name: SettingName): string {
  return `HEADY_CONTROL_PLANE_${name.toUpperCase().replaceAll('-', '_')}`;
}

export const USAGE = `heady control-plane: the catalog as an MCP server.

usage: heady control-plane --stdio --store STORE
       heady control-plane --http HOST:PORT --store STORE [settings]
       heady control-plane backup --store STORE --to FILE
       heady control-plane restore --store STORE --from FILE
       heady control-plane rotate-secrets --store STORE --secrets-key-file PATH

${SETTING_NAMES.map(usageLine).join('\n')}
${column('--help', 'print this')}

Each may stand in the environment instead, --store as ${environmentVariable('store')}, or in the --config file.
What has no dashes here is a secret: it stands there only. backup --help and the like say more about the
others.
`;

function usageLine(name: SettingName): string {
  const { value, about, secret } = settingOf(name);
  return column([secret ? name : `--${name}`, value].filter(Boolean).join(' '), about);
}

function column(left: string, right: string): string {
  return `  ${left.padEnd(33)} ${right}`;
}
