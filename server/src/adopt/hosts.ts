/** Longer values name no host that anybody would look for. In UTF-16 units. */
const MAX_LENGTH = 4_000;

const URL_HOST = /[a-z][a-z0-9+.-]{0,30}:\/\/(?:[^\s/@?#"']{0,300}@)?(?<hosts>[^\s/?#"'}]{1,500})/gi;
const HOST_PORT = /(?<=^|[,;\s=])(?<host>[a-z0-9][a-z0-9._-]{0,252}):\d{1,5}(?=$|[,;/\s])/gi;
const BARE_HOST = /^[a-z0-9][a-z0-9._-]{0,252}$/i;
const HOST_KEY = /(?:HOST|HOSTNAME|HOSTS|ADDR|ADDRESS|SERVER|SERVERS|ENDPOINT|BROKER|BROKERS|UPSTREAM)$/i;

/** Hosts that the value of a variable names: of URLs, of `host:port`, or the whole of `DB_HOST`. In lower case. */
export function hostsIn(key: string, value: string): string[] {
  const text = value.slice(0, MAX_LENGTH);
  const hosts = new Set<string>();
  for (const { groups } of text.matchAll(URL_HOST)) {
    for (const host of groups?.hosts?.split(',') ?? []) hosts.add(host.replace(/:\d+$/, '').toLowerCase());
  }
  for (const { groups } of text.matchAll(HOST_PORT)) hosts.add(groups?.host?.toLowerCase() ?? '');
  if (HOST_KEY.test(key) && BARE_HOST.test(text)) hosts.add(text.toLowerCase());
  hosts.delete('');
  return [...hosts];
}
