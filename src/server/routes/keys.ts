import { z } from "zod";
import { type Scope, scopes } from "../../service/access/keyStore.ts";
import { ServiceProblem } from "../../service/problem.ts";
import { tenantPattern } from "../../service/store/dataFolder.ts";
import { type Access, cookieOf, whoOf } from "../access.ts";
import { keySchema, problems } from "../schemas.ts";
import type { Sessions } from "../sessions.ts";
import type { Routes } from "./route.ts";

const tags = ["access"];
const scopeName = z.enum(scopes as unknown as [Scope, ...Scope[]]);

/** Keys, and the sign-in of the dashboard. */
export const keyRoutes =
  (access: Access, sessions: Sessions): Routes =>
  (app, service) => {
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
    app.post(
      "/v1/keys",
      {
        schema: {
          summary: "Make a key",
          description: "Its text is answered once and cannot be shown again.",
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
        await service.audit.write({
          tenant: who.tenant,
          by: who.by,
          action: "key-added",
          what: `key/${stored.id}`,
        });
        return await reply.code(201).send({ ...stored, key });
      },
    );
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
        await service.audit.write({
          tenant: who.tenant,
          by: who.by,
          action: "key-removed",
          what: `key/${request.params.id}`,
        });
        return await reply.code(204).send(null);
      },
    );
    app.post(
      "/v1/session",
      {
        schema: {
          summary: "Sign in to the dashboard",
          description:
            "With a key, or with the token that the start of the server printed, which works once. Answers with a cookie.",
          tags,
          body: z.strictObject({
            key: z.string().max(200).optional(),
            token: z.string().max(200).optional(),
          }),
          response: { 201: z.object({ tenant: z.string() }), ...problems(422) },
        },
      },
      async (request, reply) => {
        access.checkOrigin(request);
        const { key, token } = request.body;
        const who =
          key !== undefined
            ? access.checkKey(request, key)
            : token !== undefined
              ? sessions.redeem(token)
              : undefined;
        if (who === undefined) {
          sessions.fail(request.ip);
          throw new ServiceProblem(
            "bad-key",
            "the token was used or mistyped; start the server again for another, or sign in with a key",
          );
        }
        if (!tenantPattern.test(who.tenant)) throw new ServiceProblem("bad-key", "its tenant is not valid");
        await service.audit.write({ tenant: who.tenant, by: who.by, action: "login", what: "dashboard" });
        reply.header("set-cookie", cookie(sessions.open(who), request.protocol === "https", 43_200));
        return await reply.code(201).send({ tenant: who.tenant });
      },
    );
    app.delete(
      "/v1/session",
      { schema: { summary: "Sign out", tags, response: { 204: z.null(), ...problems() } } },
      async (request, reply) => {
        const open = cookieOf(request);
        if (open !== undefined) sessions.close(open);
        reply.header("set-cookie", cookie("", request.protocol === "https", 0));
        return await reply.code(204).send(null);
      },
    );
  };

function cookie(value: string, secure: boolean, seconds: number): string {
  const name = secure ? "__Host-syndata" : "syndata";
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure ? "; Secure" : ""}`;
}
