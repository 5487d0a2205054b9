import {
  getOAuthProtectedResourceMetadataUrl,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  validateHostHeader,
  validateOriginHeader,
} from '@modelcontextprotocol/server';
import { type HttpOptions, isLoopback } from '../settings/options.ts';
import { HttpError } from './httpError.ts';

/** Where MCP is spoken. */
export const MCP_PATH = '/mcp';

/** By what names the control plane goes, and from which pages it may be called. */
export interface Addresses {
  /** Of the MCP endpoint, as clients write it. */
  publicUrl: URL;
  /** Of what RFC 9728 says about it. */
  metadataUrl: URL;
  hosts: string[];
  origins: string[];
}

/** @param port that is listened on, which the options may leave to the system */
export function addressesOf(
  { listen, publicUrl, allowedHosts, allowedOrigins }: HttpOptions,
  port: number,
): Addresses {
  const host = listen.host.includes(':') ? `[${listen.host}]` : listen.host;
  const url = publicUrl ?? new URL(`http://${host}:${port}${MCP_PATH}`);
  const loopback = isLoopback(listen.host);
  return {
    publicUrl: url,
    metadataUrl: new URL(getOAuthProtectedResourceMetadataUrl(url)),
    hosts: [host, url.hostname, ...allowedHosts, ...(loopback ? localhostAllowedHostnames() : [])],
    origins: [...allowedOrigins, ...(loopback ? localhostAllowedOrigins() : [])],
  };
}

/**
 * Refuses what a web page sends that has the browser take this machine for the page's own (DNS rebinding).
 *
 * @throws HttpError
 */
export function checkCaller(headers: Headers, { hosts, origins }: Addresses): void {
  if (!validateHostHeader(headers.get('host'), hosts).ok) {
    throw new HttpError(
      403,
      'The control plane does not go by this Host. Its setting allow-host can add it.',
    );
  }
  if (!validateOriginHeader(headers.get('origin'), origins).ok) {
    throw new HttpError(
      403,
      'Pages of this Origin may not call the control plane. Its setting allow-origin can add it.',
    );
  }
}
