import organisation from "../organisation.json" with { type: "json" };
import type { Donor } from "./donors.ts";
import type { Gift, Money } from "./gifts.ts";

export interface Letter {
  readonly number: number;
  /** Plain text, a line a paragraph. */
  readonly text: string;
}

/** Thanks for a gift in words that a tax office accepts: who gave how much, when, and what for in return. */
export function thankYou(donor: Donor, gift: Gift & { receiptNumber: number }): Letter {
  const text = [
    `Dear ${donor.name},`,
    `Thank you for your gift of ${formatMoney(gift)}, which we received on ${formatDate(gift.receivedOn)}.`,
    organisation.receiptNote,
    `${organisation.name}, receipt ${gift.receiptNumber}`,
  ].join("\n");
  return { number: gift.receiptNumber, text };
}

/** `25.50 USD` as the locale of the organisation writes it. */
export function formatMoney({ amountCents, currency }: Money): string {
  const format = new Intl.NumberFormat(organisation.locale, { style: "currency", currency });
  // Not every currency has cents: 500 is 5.00 USD and 500 JPY.
  return format.format(amountCents / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

function formatDate(date: string): string {
  return new Intl.DateTimeFormat(organisation.locale, {
    dateStyle: "long",
    timeZone: "UTC",
  }).format(new Date(date));
}
