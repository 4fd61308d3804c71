import { z } from "zod";
import { ServiceProblem } from "../../service/problem.ts";
import { tenantPattern } from "../../service/store/dataFolder.ts";
import { type Access, cookieOf } from "../access.ts";
import { problems } from "../schemas.ts";
import type { Sessions } from "../sessions.ts";
import type { Routes } from "./route.ts";

const tags = ["access"];

/** The sign-in of the dashboard. */
export const sessionRoutes =
  (access: Access, sessions: Sessions): Routes =>
  (app, service) => {
    app.post(
      "/v1/session",
      {
        schema: {
          summary: "Sign in to the dashboard",
          description:
            "With a key, or with the one-time token that the server printed at its start. Answers with a cookie.",
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
        await service.audit.by(who, "login", "dashboard");
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
