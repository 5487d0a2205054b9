import type { DatabaseSync } from "node:sqlite";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import Type from "typebox";
import { actorOf } from "../access.ts";
import * as donors from "../donors.ts";
import { Problem } from "../problems.ts";
import { Donor, DonorChanges, NewDonor, OfDonor, Wishes } from "./schemas.ts";

export const donorRoutes: FastifyPluginAsyncTypebox<{ db: DatabaseSync }> = async (app, { db }) => {
  app.post(
    "/donors",
    {
      config: { permission: "write" },
      schema: {
        operationId: "createDonor",
        summary: "Add a person",
        body: NewDonor,
        response: { 201: Donor, "4xx": Problem },
      },
    },
    async (request, reply) => {
      const profile = { email: null, phone: null, address: null, ...request.body };
      return reply.code(201).send(donors.createDonor(db, actorOf(request), profile));
    },
  );

  app.get(
    "/donors",
    {
      config: { permission: "read" },
      schema: {
        operationId: "listDonors",
        summary: "A page of the people, by id",
        querystring: Type.Object({
          after: Type.String({ default: "", description: "The last id of the page before." }),
          limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
        }),
        response: { 200: Type.Array(Donor), "4xx": Problem },
      },
    },
    async ({ query }) => donors.listDonors(db, query.after, query.limit),
  );

  // By POST: an address in a URL ends up in the logs of every proxy on the way.
  app.post(
    "/donors/search",
    {
      config: { permission: "read" },
      schema: {
        operationId: "findDonors",
        summary: "The people with an e-mail address; members of a household may share one",
        body: Type.Object(
          { email: Type.String({ format: "email" }) },
          { additionalProperties: false },
        ),
        response: { 200: Type.Array(Donor), "4xx": Problem },
      },
    },
    async ({ body }) => donors.findDonorsByEmail(db, body.email),
  );

  app.get(
    "/donors/:id",
    {
      config: { permission: "read" },
      schema: {
        operationId: "getDonor",
        summary: "One person, with what they allow",
        params: OfDonor,
        response: { 200: Donor, "4xx": Problem },
      },
    },
    async ({ params }) => donors.getDonor(db, params.id),
  );

  app.patch(
    "/donors/:id",
    {
      config: { permission: "write" },
      schema: {
        operationId: "updateDonor",
        summary: "Correct what is known of a person",
        params: OfDonor,
        body: DonorChanges,
        response: { 200: Donor, "4xx": Problem },
      },
    },
    async (request) => donors.updateDonor(db, actorOf(request), request.params.id, request.body),
  );

  app.put(
    "/donors/:id/wishes",
    {
      config: { permission: "write" },
      schema: {
        operationId: "recordWishes",
        summary: "How a person wants to be contacted, in place of what was recorded before",
        params: OfDonor,
        body: Wishes,
        response: { 200: Donor, "4xx": Problem },
      },
    },
    async (request) => donors.recordWishes(db, actorOf(request), request.params.id, request.body),
  );
};
