import { hostname } from 'node:os';
import { DEFAULT_LIMITS, type Limits } from '../access/limits.ts';
import { ROLES, type Role } from '../access/roles.ts';
import { DEFAULT_RETENTION } from '../audit/retention.ts';
import { KEY_LENGTH } from '../secrets/keyRing.ts';
import { Settings, SettingsError, type SettingsSources } from './settings.ts';
import { type TokenOptions, tokenOptions } from './tokenOptions.ts';

/** How the control plane is to be run. */
export interface Options extends StoreOptions {
  /** The first seals secrets, all of them open what they sealed. Absent: none can be kept. */
  secretsKeys?: readonly string[];
  /** Days that audit records are kept where nothing asks for longer. */
  auditRetention: number;
  /** Of the API of a Prometheus to read metrics from. */
  prometheusUrl?: URL;
  /** Folder of the organisation's templates of projects. */
  templates?: string;
  /** As whom a client over standard input and output acts. */
  role: Role;
  /** Absent: over standard input and output. */
  http?: HttpOptions;
}

export interface StoreOptions {
  /** Where the catalog is kept: `sqlite:PATH` or `postgres://...`. */
  store: string;
  /** How long to wait for one that is not there yet, in milliseconds. */
  storeTimeout: number;
}

export interface HttpOptions {
  listen: { host: string; port: number };
  /** Absent: as it is listened at. */
  publicUrl?: URL;
  /** What this node is called in the audit log. */
  node: string;
  /** Names beside the public URL's that it may be called by. */
  allowedHosts: readonly string[];
  allowedOrigins: readonly string[];
  tokens: TokenOptions;
  /** Absent: made at start, and good for this one process. */
  stateKey?: Uint8Array;
  limits: Limits;
  /** In bytes. */
  bodyLimit: number;
  /** In milliseconds. */
  bodyTimeout: number;
  /** In milliseconds. */
  shutdownTimeout: number;
  logLevel: LogLevel;
}

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * @param stores the kinds of stores there are, the part before the colon
 * @returns undefined where help is asked for
 * @throws SettingsError
 */
export function parseOptions(sources: SettingsSources, stores: readonly string[]): Options | undefined {
  const settings = new Settings(sources);
  if (settings.help) return undefined;
  const stdio = settings.isOn('stdio');
  if (stdio === settings.has('http'))
    throw new SettingsError('Say how to connect: --stdio or --http HOST:PORT.');
  const keys = secretsKeys(settings);
  const prometheusUrl = settings.url('prometheus-url');
  const templates = settings.text('templates');
  const auditRetention = settings.count('audit-retention', DEFAULT_RETENTION);
  const either = {
    ...storeOptions(settings, stores),
    auditRetention,
    role: roleOf(settings),
    ...(keys ? { secretsKeys: keys } : {}),
    ...(prometheusUrl ? { prometheusUrl } : {}),
    ...(templates === undefined ? {} : { templates }),
  };
  return stdio ? either : { ...either, http: httpOptions(settings) };
}

function roleOf(settings: Settings): Role {
  const text = settings.text('role') ?? 'admin';
  const role = ROLES.find((each) => each === text);
  return role ?? settings.fail('role', `"${text}" is none of ${ROLES.join(', ')}.`);
}

/** @returns undefined where none is given; @throws SettingsError */
export function secretsKeys(settings: Settings): readonly string[] | undefined {
  const keys = settings.secrets('secrets-key');
  if (keys.some((key) => Buffer.byteLength(key) < KEY_LENGTH)) {
    settings.fail(
      settings.has('secrets-key') ? 'secrets-key' : 'secrets-key-file',
      `a key is shorter than ${KEY_LENGTH} bytes. Let "openssl rand -hex 32" make one.`,
    );
  }
  if (keys.length > 0) return keys;
  return settings.has('secrets-key-file') ? settings.fail('secrets-key-file', 'it holds no key.') : undefined;
}

/** @throws SettingsError */
export function storeOptions(settings: Settings, stores: readonly string[]): StoreOptions {
  return {
    store: storeOf(settings, stores),
    storeTimeout: settings.count('store-timeout', 60) * 1_000,
  };
}

function storeOf(settings: Settings, stores: readonly string[]): string {
  const store = settings.secret('store');
  if (store === undefined) throw new SettingsError('Say where the catalog is kept: --store sqlite:PATH.');
  const [, kind] = /^([a-z]+):./s.exec(store) ?? [];
  if (kind && stores.includes(kind)) return store;
  // An address may hold a password: it is not repeated.
  return settings.fail(
    settings.has('store') ? 'store' : 'store-file',
    `it begins with ${stores.map((each) => `${each}:`).join(' or ')}, as in sqlite:catalog.db.`,
  );
}

/** @throws SettingsError */
export function httpOptions(settings: Settings): HttpOptions {
  const listen = listenOf(settings);
  const publicUrl = settings.url('public-url');
  const allowedHosts = settings.list('allow-host');
  const everywhere = /^(0\.0\.0\.0|::)$/.test(listen.host);
  if (everywhere && !publicUrl && allowedHosts.length === 0) {
    settings.fail(
      'http',
      `${listen.host} listens on every address. Say by --public-url or --allow-host what it is called by.`,
    );
  }
  const stateKey = settings.secret('state-key');
  const key = stateKey === undefined ? undefined : new TextEncoder().encode(stateKey);
  if (key && key.length < 32) settings.fail('state-key', 'it is shorter than 32 bytes.');
  return {
    listen,
    ...(publicUrl ? { publicUrl } : {}),
    node: settings.text('node') ?? hostname(),
    allowedHosts,
    allowedOrigins: settings.list('allow-origin'),
    tokens: tokenOptions(settings, isLoopback(listen.host)),
    ...(key ? { stateKey: key } : {}),
    limits: limitsOf(settings),
    bodyLimit: settings.count('body-limit', 2 * 1024 * 1024),
    bodyTimeout: settings.count('body-timeout', 10) * 1_000,
    shutdownTimeout: settings.count('shutdown-timeout', 10) * 1_000,
    logLevel: logLevelOf(settings),
  };
}

function listenOf(settings: Settings): HttpOptions['listen'] {
  const text = settings.text('http') ?? '';
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = bracketed ?? plain;
  const port = Number(digits);
  if (host === undefined || port > 65_535) {
    settings.fail('http', `"${text}" is not HOST:PORT, as in 127.0.0.1:7410 or [::1]:7410.`);
  }
  return { host, port };
}

/** Only programs of this machine reach it there. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function logLevelOf(settings: Settings): LogLevel {
  const text = settings.text('log-level') ?? 'info';
  const level = LOG_LEVELS.find((each) => each === text);
  return level ?? settings.fail('log-level', `"${text}" is none of ${LOG_LEVELS.join(', ')}.`);
}

/** Requests a minute. */
export function limitsOf(settings: Settings): Limits {
  return {
    user: settings.count('limit-user', DEFAULT_LIMITS.user),
    workspace: settings.count('limit-workspace', DEFAULT_LIMITS.workspace),
    administration: settings.count('limit-administration', DEFAULT_LIMITS.administration),
  };
}
