import { credentialIn } from '../rules/security/credential.ts';

/** How the names of variables end that hold secrets; letters and digits only. */
const SECRET_NAMES =
  /(?:password|passwd|passphrase|pwd|pass|secret|token|apikey|accesskey|privatekey|secretkey|signingkey|encryptionkey|masterkey|jwtkey|credentials?|authkey|salt)$/;

/** Names of where a secret is kept, and of switches. */
const NO_SECRET_NAMES = /(?:_FILE|_PATH|_URL|_URI|_ENABLED|_REQUIRED)$/i;

const SWITCHES = new Set(['true', 'false', 'yes', 'no', 'on', 'off']);

/**
 * Whether a variable's value must not be copied. Asks less than the rails do before they complain: a value that is kept
 * out by mistake costs a line, one that is let in is a leak.
 *
 * @param value undefined: the variable is passed on from elsewhere
 */
export function isSecret(name: string, value: string | undefined): boolean {
  if (value !== undefined && credentialIn(name, value) !== undefined) return true;
  if (value !== undefined && SWITCHES.has(value.toLowerCase())) return false;
  const folded = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  if (SECRET_NAMES.test(folded) && !NO_SECRET_NAMES.test(name)) return true;
  return value !== undefined && looksRandom(value);
}

/** A long run of letters and digits that nobody would write by hand. */
function looksRandom(value: string): boolean {
  if (value.length > 4_000 || /^sha\d+[:-]/i.test(value)) return false;
  return value
    .split(/[^A-Za-z0-9+/=]+/)
    .some((run) => run.length >= 24 && (run.match(/\d/g)?.length ?? 0) >= 4 && /[A-Za-z]/.test(run));
}

/** Whether any text within a value looks like a credential, whatever it stands under. */
export function holdsCredential(value: unknown, key = ''): boolean {
  if (typeof value === 'string')
    return credentialIn(key, value) !== undefined || NAMED_USER.test(value) || hasSecretPart(value);
  if (Array.isArray(value)) {
    return value.some((each, i) =>
      holdsCredential(each, typeof value[i - 1] === 'string' ? value[i - 1] : ''),
    );
  }
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([under, each]) => holdsCredential(each, under) || holdsCredential(under),
  );
}

/** `user:password@host/path`, as some write it before the address of an image. */
const NAMED_USER = /^[^\s/:@]+:[^\s/@$]+@[^\s/@]+\//;

/** Parts of a text with their names: `?token=...` of a URL, `Password=...;` of a connection, `password: ...` of prose. */
const PARTS = /(?<before>[?&]?)(?<name>[\w.-]{1,100})(?:=|:\s)\s*(?<value>[^\s&#;,"']{1,1000})/g;

function hasSecretPart(text: string): boolean {
  for (const { groups } of text.slice(0, MAX_PROSE).matchAll(PARTS)) {
    const { before, name = '', value = '' } = groups ?? {};
    if (credentialIn(name, value) !== undefined) return true;
    if (before && !/[$<{]/.test(value) && isSecret(name, value)) return true;
  }
  return false;
}

const MAX_PROSE = 20_000;
