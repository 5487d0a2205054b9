import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline, Readable } from 'node:stream';
import type { FetchLike } from '@modelcontextprotocol/client';
import { BodyLimit } from './bodyLimit.ts';
import type { Agents } from './dial.ts';
import { MAX_MESSAGE } from './messageSize.ts';
import { plainError } from './plainErrors.ts';

/** A response with one of these has no body. */
const WITHOUT_BODY = new Set([204, 205, 304]);

/** What is said of a failure is shown to people and models. In bytes. */
const MAX_REASON = 64 * 1024;

/**
 * `fetch` over connections that somebody else makes, which the runtime's own cannot. Follows no redirect: whoever asked
 * decides, and asks again here. Neither compresses nor keeps cookies, and reads no more than anybody can mean to say.
 */
export function fetchOver({ http, https }: Agents): FetchLike {
  return (url, init = {}) =>
    new Promise((resolve, reject) => {
      const target = new URL(url);
      const isSecure = target.protocol === 'https:';
      const { method = 'GET', headers, body, signal } = init;
      const request = (isSecure ? requestHttps : requestHttp)(target, {
        method,
        headers: Object.fromEntries(new Headers(headers)),
        agent: isSecure ? https : http,
        ...(signal ? { signal } : {}),
      });
      request.once('error', (error) => reject(plainError(error, target)));
      request.once('response', (message) => {
        try {
          resolve(responseOf(message));
        } catch (error) {
          message.destroy();
          reject(error);
        }
      });
      request.end(body === undefined || body === null ? undefined : bodyOf(body));
    });
}

/** What the SDK sends is text. @throws TypeError for anything else */
function bodyOf(body: NonNullable<RequestInit['body']>): string {
  if (typeof body === 'string' || body instanceof URLSearchParams) return String(body);
  throw new TypeError('Only text can be sent.');
}

/** @throws RangeError for a status that there is not */
function responseOf(message: IncomingMessage): Response {
  const { statusCode = 0, statusMessage = '', rawHeaders } = message;
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  }
  const isEmpty = WITHOUT_BODY.has(statusCode);
  if (isEmpty) message.resume();
  const body = isEmpty ? null : (Readable.toWeb(limited(message)) as ReadableStream);
  return new Response(body, { status: statusCode, statusText: statusMessage, headers });
}

function limited(message: IncomingMessage): Readable {
  const isFailure = (message.statusCode ?? 0) >= 400;
  const isEvents = /^text\/event-stream\b/i.test(message.headers['content-type'] ?? '');
  return pipeline(message, new BodyLimit(isFailure ? MAX_REASON : MAX_MESSAGE, isEvents), () => {});
}
