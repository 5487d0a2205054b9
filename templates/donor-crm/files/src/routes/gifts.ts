import type { DatabaseSync } from "node:sqlite";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import Type from "typebox";
import { actorOf } from "../access.ts";
import { getDonor } from "../donors.ts";
import * as gifts from "../gifts.ts";
import { Problem } from "../problems.ts";
import { Channel, Gift, Id, NewGift, NewPledge, OfDonor, Pledge } from "./schemas.ts";

export const giftRoutes: FastifyPluginAsyncTypebox<{ db: DatabaseSync }> = async (app, { db }) => {
  app.post(
    "/donors/:id/gifts",
    {
      config: { permission: "write" },
      schema: {
        operationId: "recordGift",
        summary: "A gift that came in",
        params: OfDonor,
        body: NewGift,
        response: { 201: Gift, "4xx": Problem },
      },
    },
    async (request, reply) => {
      const gift = { pledgeId: null, reference: null, ...request.body };
      return reply.code(201).send(gifts.recordGift(db, actorOf(request), request.params.id, gift));
    },
  );

  app.get(
    "/donors/:id/gifts",
    {
      config: { permission: "read" },
      schema: {
        operationId: "listGifts",
        summary: "What a person gave",
        params: OfDonor,
        response: { 200: Type.Array(Gift), "4xx": Problem },
      },
    },
    async ({ params }) => gifts.giftsOf(db, getDonor(db, params.id).id),
  );

  app.post(
    "/donors/:id/pledges",
    {
      config: { permission: "write" },
      schema: {
        operationId: "recordPledge",
        summary: "What a person promised to give",
        params: OfDonor,
        body: NewPledge,
        response: { 201: Pledge, "4xx": Problem },
      },
    },
    async (request, reply) =>
      reply
        .code(201)
        .send(gifts.recordPledge(db, actorOf(request), request.params.id, request.body)),
  );

  app.get(
    "/donors/:id/pledges",
    {
      config: { permission: "read" },
      schema: {
        operationId: "listPledges",
        summary: "What a person promised, and what came in for it",
        params: OfDonor,
        response: { 200: Type.Array(Pledge), "4xx": Problem },
      },
    },
    async ({ params }) => gifts.pledgesOf(db, getDonor(db, params.id).id),
  );

  app.post(
    "/gifts/:id/receipt",
    {
      config: { permission: "write" },
      schema: {
        operationId: "issueReceipt",
        summary: "The letter that thanks for a gift; asked for again, it keeps its number",
        params: Type.Object({ id: Id }),
        body: Type.Object(
          { channel: Type.Optional(Channel) },
          {
            additionalProperties: false,
            description: "How it goes out; without, it is handed over.",
          },
        ),
        response: {
          200: Type.Object({ number: Type.Integer(), text: Type.String() }),
          "4xx": Problem,
        },
      },
    },
    async (request) =>
      gifts.issueReceipt(db, actorOf(request), request.params.id, request.body.channel),
  );
};
