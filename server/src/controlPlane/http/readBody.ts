import type { IncomingMessage } from 'node:http';
import { HttpError } from './httpError.ts';

export interface BodyLimits {
  /** In bytes. */
  bodyLimit: number;
  /** For the body to arrive, in milliseconds. */
  bodyTimeout: number;
}

/**
 * The whole body of a request.
 *
 * @throws {HttpError} 413 where it is too large, 408 where it does not arrive in time, 400 where it breaks off
 */
export async function readBody(
  incoming: IncomingMessage,
  { bodyLimit, bodyTimeout }: BodyLimits,
): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = new HttpError(413, `A request may have ${bodyLimit} bytes. Send less at a time.`);
  if (Number(incoming.headers['content-length'] ?? 0) > bodyLimit) throw tooLarge;
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const timer = setTimeout(
      () => fail(new HttpError(408, `The request did not arrive within ${bodyTimeout / 1_000} s.`)),
      bodyTimeout,
    );
    const fail = (error: HttpError) => {
      clearTimeout(timer);
      incoming.removeAllListeners('data').pause();
      reject(error);
    };
    incoming
      .on('data', (chunk: Buffer) => {
        length += chunk.length;
        if (length > bodyLimit) fail(tooLarge);
        else chunks.push(chunk);
      })
      .once('end', () => {
        clearTimeout(timer);
        resolve(new Uint8Array(Buffer.concat(chunks)));
      })
      .once('close', () => fail(new HttpError(400, 'The request broke off.')))
      .once('error', () => fail(new HttpError(400, 'The request broke off.')));
  });
}
