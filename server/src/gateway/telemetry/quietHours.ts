/** From when to when nobody wants to hear of anything, in minutes since midnight, by the clock on the wall. */
export interface QuietHours {
  readonly from: number;
  readonly until: number;
}

const DAY = 24 * 60;
const FORM = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/;

/** @param text as `22:00-07:00`; @returns undefined where it is not of that form, or leaves no hour */
export function quietHoursOf(text: string): QuietHours | undefined {
  const [from = 0, fromMinute = 0, until = 0, untilMinute = 0] = (FORM.exec(text) ?? []).slice(1).map(Number);
  const hours = { from: from * 60 + fromMinute, until: until * 60 + untilMinute };
  return FORM.test(text) && hours.from !== hours.until ? hours : undefined;
}

/** How long it is still quiet, in milliseconds; 0 where it is not. */
export function quietFor({ from, until }: QuietHours, now: Date): number {
  const minute = now.getHours() * 60 + now.getMinutes();
  const since = (minute - from + DAY) % DAY;
  const length = (until - from + DAY) % DAY;
  if (since >= length) return 0;
  return (length - since) * 60_000 - now.getSeconds() * 1_000 - now.getMilliseconds();
}
