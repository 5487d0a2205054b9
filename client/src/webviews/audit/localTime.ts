/** What an input of date and time holds, as ISO 8601 in UTC; '' for nothing. */
export function isoOf(local: string): string {
  const moment = local === '' ? undefined : new Date(local);
  return moment === undefined || Number.isNaN(moment.getTime()) ? '' : moment.toISOString();
}

/** The same the other way, to the minute. */
export function localOf(iso: string | undefined): string {
  if (iso === undefined || Number.isNaN(Date.parse(iso))) return '';
  const moment = new Date(iso);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
