import Type from "typebox";
import { CHANNELS } from "../donors.ts";

/** The shapes that several routes share. */

export const Id = Type.String({ format: "uuid" });
export const OfDonor = Type.Object({ id: Id });
export const Channel = Type.Enum([...CHANNELS]);

const Name = Type.String({ minLength: 1, maxLength: 200 });
const Email = Type.Union([Type.String({ format: "email", maxLength: 254 }), Type.Null()]);
const Phone = Type.Union([Type.String({ minLength: 3, maxLength: 40 }), Type.Null()]);
const Address = Type.Union([Type.String({ minLength: 1, maxLength: 500 }), Type.Null()]);

export const NewDonor = Type.Object(
  {
    name: Name,
    email: Type.Optional(Email),
    phone: Type.Optional(Phone),
    address: Type.Optional(Address),
  },
  { additionalProperties: false },
);
export const DonorChanges = Type.Partial(NewDonor, {
  additionalProperties: false,
  minProperties: 1,
});

const WishesForChannel = {
  channel: Channel,
  granted: Type.Boolean(),
  source: Type.String({ minLength: 1, maxLength: 200, description: "Where the person said so." }),
};
export const Wishes = Type.Object(
  {
    doNotContact: Type.Boolean({ description: "Outweighs every consent." }),
    consents: Type.Array(Type.Object(WishesForChannel, { additionalProperties: false }), {
      maxItems: CHANNELS.length,
    }),
  },
  { additionalProperties: false },
);

export const Donor = Type.Object({
  id: Id,
  name: Name,
  email: Email,
  phone: Phone,
  address: Address,
  doNotContact: Type.Boolean(),
  consents: Type.Array(
    Type.Object({ ...WishesForChannel, recordedAt: Type.String({ format: "date-time" }) }),
  ),
  createdAt: Type.String({ format: "date-time" }),
});

const Money = {
  amountCents: Type.Integer({
    minimum: 1,
    maximum: 1_000_000_000_000,
    description: "In the smallest unit.",
  }),
  currency: Type.String({ pattern: "^[A-Z]{3}$", description: "ISO 4217." }),
};
const Day = Type.String({ format: "date" });

export const NewGift = Type.Object(
  {
    ...Money,
    receivedOn: Day,
    pledgeId: Type.Optional(Type.Union([Id, Type.Null()])),
    reference: Type.Optional(
      Type.Union([Type.String({ minLength: 1, maxLength: 200 }), Type.Null()], {
        description: "The bank's or payment provider's: a gift with the same one is refused.",
      }),
    ),
  },
  { additionalProperties: false },
);
export const Gift = Type.Object({
  ...Type.Required(NewGift).properties,
  id: Id,
  receiptNumber: Type.Union([Type.Integer(), Type.Null()]),
});

export const NewPledge = Type.Object({ ...Money, dueOn: Day }, { additionalProperties: false });
export const Pledge = Type.Object({
  ...NewPledge.properties,
  id: Id,
  givenCents: Type.Integer({ description: "What came in for it so far." }),
});

export const AuditEntry = Type.Object({
  seq: Type.Integer(),
  at: Type.String({ format: "date-time" }),
  actor: Type.String(),
  action: Type.String(),
  donorId: Id,
  entity: Type.String(),
  fields: Type.Array(Type.String(), { description: "What changed, never what is in it." }),
  hash: Type.String({ description: "Seals this entry and all before it." }),
});
