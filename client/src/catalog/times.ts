const dayMs = 24 * 60 * 60_000;

/**
 * A moment as people say it: "12:03" within a day, "20 Nov, 12:03" before.
 *
 * @param iso ISO 8601
 * @param locale BCP 47; the machine's where absent
 */
export function clockWords(iso: string, now: Date, locale?: string): string {
  const moment = new Date(iso);
  const time: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
  const recent = now.getTime() - moment.getTime() < dayMs;
  return moment.toLocaleString(locale, recent ? time : { day: 'numeric', month: 'short', ...time });
}
