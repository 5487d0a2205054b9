/** What the editor's settings `http.*` say of proxies. */
export interface ProxySettings {
  /** URL; empty: what the environment says holds. */
  readonly proxy: string;
  /** Hosts that are reached without it. */
  readonly noProxy: readonly string[];
}

/**
 * What is said in the editor's settings, as variables that programs read: in capitals and not, so that whichever the
 * environment has too is another one no more.
 */
export function proxyVariables({ proxy, noProxy }: ProxySettings): Record<string, string> {
  const stated = {
    ...(proxy === '' ? {} : { HTTPS_PROXY: proxy, HTTP_PROXY: proxy }),
    ...(noProxy.length === 0 ? {} : { NO_PROXY: noProxy.join(',') }),
  };
  return Object.fromEntries(
    Object.entries(stated).flatMap(([name, value]) => [
      [name, value],
      [name.toLowerCase(), value],
    ]),
  );
}
