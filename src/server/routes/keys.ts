import { z } from "zod";
import { type Scope, scopes } from "../../service/access/keyStore.ts";
import { ServiceProblem } from "../../service/problem.ts";
import { whoOf } from "../access.ts";
import { keySchema, problems } from "../schemas.ts";
import type { Routes } from "./route.ts";

const tags = ["access"];
const scopeName = z.enum(scopes as unknown as [Scope, ...Scope[]]);

/** Keys of a tenant. */
export const keyRoutes: Routes = (app, service) => {
  for (const add of [listKeys, makeKey, removeKey]) add(app, service);
};

const listKeys: Routes = (app, service) => {
  app.get(
    "/v1/keys",
    {
      schema: {
        summary: "List keys",
        tags,
        response: { 200: z.object({ items: z.array(keySchema) }), ...problems() },
      },
    },
    async (request) => {
      const { tenant } = whoOf(request, "admin");
      return { items: service.keys.list().filter((key) => key.tenant === tenant) };
    },
  );
};

const makeKey: Routes = (app, service) => {
  app.post(
    "/v1/keys",
    {
      schema: {
        summary: "Create a key",
        description: "The response holds the text of the key, which cannot be shown again.",
        tags,
        body: z.strictObject({
          name: z.string().min(1).max(100),
          scopes: z.array(scopeName).min(1).default(["jobs"]),
        }),
        response: { 201: keySchema.extend({ key: z.string() }), ...problems(422) },
      },
    },
    async (request, reply) => {
      const who = whoOf(request, "admin");
      const { key, stored } = await service.keys.add(request.body.name, who.tenant, request.body.scopes);
      await service.audit.by(who, "key-added", `key/${stored.id}`);
      return await reply.code(201).send({ ...stored, key });
    },
  );
};

const removeKey: Routes = (app, service) => {
  app.delete(
    "/v1/keys/:id",
    {
      schema: {
        summary: "Remove a key",
        tags,
        params: z.object({ id: z.string().regex(/^[a-z0-9]{8}$/) }),
        response: { 204: z.null(), ...problems(404) },
      },
    },
    async (request, reply) => {
      const who = whoOf(request, "admin");
      const mine = service.keys
        .list()
        .some(({ id, tenant }) => id === request.params.id && tenant === who.tenant);
      if (!mine || !(await service.keys.remove(request.params.id)))
        throw new ServiceProblem("not-found", "there is no such key");
      await service.audit.by(who, "key-removed", `key/${request.params.id}`);
      return await reply.code(204).send(null);
    },
  );
};
