import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';

/** A certificate and its key, both PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface CertificateOptions {
  /** The names it is for; of an authority only what it is called. */
  readonly names: readonly string[];
  /** Who signs it; absent: it is an authority, and signs itself. */
  readonly by?: Certificate & { readonly name: string };
  /** Default: in a day. */
  readonly until?: Date;
}

const DAY = 86_400_000;

const ECDSA_WITH_SHA256 = sequence(Buffer.from('06082a8648ce3d040302', 'hex'));
const COMMON_NAME = Buffer.from('0603550403', 'hex');
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex');
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex');

/** Makes an X.509 certificate: these tests need ones that are wrong in one way each. */
export function certificate({
  names,
  by,
  until = new Date(Date.now() + DAY),
}: CertificateOptions): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [name = ''] = names;
  const since = new Date(Math.min(Date.now(), until.getTime()) - DAY);
  const extension = by
    ? sequence(SUBJECT_ALT_NAME, der(0x04, sequence(...names.map((each) => der(0x82, Buffer.from(each))))))
    : sequence(BASIC_CONSTRAINTS, der(0x04, sequence(der(0x01, Buffer.of(0xff)))));
  const body = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    called(by?.name ?? name),
    sequence(time(since), time(until)),
    called(name),
    spki(publicKey),
    der(0xa3, sequence(extension)),
  );
  const signature = sign('sha256', body, by ? createPrivateKey(by.key) : privateKey);
  const whole = sequence(body, ECDSA_WITH_SHA256, der(0x03, Buffer.of(0), signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  return {
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}

function spki(key: KeyObject): Buffer {
  return createPublicKey({ key: key.export({ type: 'spki', format: 'pem' }) }).export({
    type: 'spki',
    format: 'der',
  });
}

function called(name: string): Buffer {
  return sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
}

function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '').slice(0, 14);
  return der(0x18, Buffer.from(`${digits}Z`));
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function sequence(...content: readonly Buffer[]): Buffer {
  return der(0x30, ...content);
}

/** One value, tag and length first. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const all = Buffer.concat(content);
  const length = all.length;
  if (length < 0x80) return Buffer.concat([Buffer.of(tag, length), all]);
  if (length < 0x100) return Buffer.concat([Buffer.of(tag, 0x81, length), all]);
  return Buffer.concat([Buffer.of(tag, 0x82, length >> 8, length & 0xff), all]);
}
