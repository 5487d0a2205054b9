import { DialError } from './dialError.ts';

/** Why a place cannot be reached, in words for people. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** What a connection failed with, as Node has it. */
interface NetworkError extends Error {
  readonly code?: string;
  /** Of a certificate for other names. */
  readonly cert?: { readonly subjectaltname?: string };
}

const UNKNOWN_SIGNER = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

/** By code, what it means for a place, and what to do. */
const WORDS: Readonly<Record<string, (place: string) => string>> = {
  ...Object.fromEntries(
    UNKNOWN_SIGNER.map((code) => [
      code,
      (place: string) =>
        `The certificate of ${place} is signed by nobody whom this computer trusts. If you do, set NODE_EXTRA_CA_CERTS to the path of a file with the certificate of who signed it (PEM), and start the gateway anew.`,
    ]),
  ),
  CERT_HAS_EXPIRED: (place) =>
    `The certificate of ${place} has expired. Whoever runs it has to renew it, unless the clock of this computer is wrong.`,
  CERT_NOT_YET_VALID: (place) =>
    `The certificate of ${place} is not valid yet. Is the clock of this computer right?`,
  CERT_REVOKED: (place) => `The certificate of ${place} was revoked. Whoever runs it has to renew it.`,
  EPROTO: (place) => `${place} does not speak TLS. Is its URL one with http: rather than https:?`,
  ECONNREFUSED: (place) => `Nothing listens at ${place}. Start it, or correct the URL.`,
  ENOTFOUND: (place) =>
    `There is no ${place}: its name is not known here. Correct the URL, or connect to its network.`,
  EAI_AGAIN: (place) =>
    `What ${place} stands for cannot be looked up just now. Is there a connection to the network?`,
  ETIMEDOUT: (place) => `${place} does not answer. Is it there, and is there a way to it from this network?`,
  EHOSTUNREACH: (place) => `There is no way to ${place} from this network.`,
  ENETUNREACH: (place) => `There is no way to ${place} from this network.`,
  ECONNRESET: (place) => `${place} ended the connection without an answer.`,
};

/** @returns what a connection failed with as {@link Unreachable}, where it is known what it means */
export function plainError(error: unknown, { host, hostname }: URL): unknown {
  if (!(error instanceof Error) || error instanceof DialError) return error;
  const { code = '', cert } = error as NetworkError;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const names = cert?.subjectaltname?.replaceAll(/\b(?:DNS|IP Address):/g, '') ?? 'another name';
    return new Unreachable(
      `The certificate of ${host} is for ${names}, not for ${hostname}. Correct the URL, or have whoever runs it renew the certificate.`,
      { cause: error },
    );
  }
  const words = WORDS[code];
  return words ? new Unreachable(words(host), { cause: error }) : error;
}
