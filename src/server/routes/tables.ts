import type { FastifyReply } from "fastify";
import { z } from "zod";
import { problemEntry } from "../../protocol/service.ts";
import { config, id } from "../../service/kinds/fields.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import { whoOf } from "../access.ts";
import { problemEntrySchema, problems } from "../schemas.ts";
import type { Routes } from "./route.ts";

const params = z.object({ id });
const tags = ["tables"];

/** What the service says of a table: its columns, a config for it, what is wrong with a config. */
export const tableRoutes: Routes = (app, service) => {
  app.get(
    "/v1/uploads/:id/profile",
    {
      schema: {
        summary: "Infer the type of each column of a table",
        tags,
        params,
        response: {
          200: z.record(z.string(), z.unknown()).meta({
            description:
              "As `syndata profile --json` writes it, without examples and values that few rows hold.",
          }),
          ...problems(404, 422, 504),
        },
      },
    },
    async (request) => {
      const profile: TableProfile = await service.tools.sharedProfile(
        whoOf(request).tenant,
        request.params.id,
      );
      return { ...profile };
    },
  );
  app.post(
    "/v1/uploads/:id/config",
    {
      schema: {
        summary: "Infer a config from a table",
        description: "The text of a commented config, as `syndata init` writes it, without paths.",
        tags,
        params,
        response: { 200: z.object({ config: z.string() }), ...problems(404, 422, 504) },
      },
    },
    async (request) => ({ config: await service.tools.config(whoOf(request).tenant, request.params.id) }),
  );
  ruleRoutes(app, service);
  app.post(
    "/v1/configs/validate",
    {
      schema: {
        summary: "Check a config",
        description: "Findings with line and column of the text; with `upload`, against its table as well.",
        tags,
        body: z.strictObject({ config, upload: id.optional() }),
        response: {
          200: z.object({ valid: z.boolean(), findings: z.array(problemEntrySchema) }),
          ...problems(404, 422, 504),
        },
      },
    },
    async (request) => {
      const { config, upload } = request.body;
      const findings = await service.tools.validate(whoOf(request).tenant, config, upload);
      return {
        valid: findings.every(({ severity }) => severity !== "error"),
        findings: findings.map(problemEntry),
      };
    },
  );
};

const foundRule = z.object({
  text: z.string(),
  json: z.string().meta({ description: "The entry of `rules` in a config." }),
  evidence: z.string(),
  exact: z.boolean().meta({ description: "Whether no row looked at breaks it." }),
  rows: z.int(),
  broken: z.int(),
  held: z.int(),
  heldBroken: z.int(),
  byChance: z.number(),
});
const checkedRule = z.object({
  applies: z.int(),
  broken: z.int(),
  rows: z.array(z.int()).readonly().meta({ description: "Numbers of the first rows that break it, from 1." }),
  onlyAside: z.boolean(),
});
const configText = z.string().max(2_000_000).meta({ description: "Text of a config." });

/** Rules between the columns of a table: those that hold, and whether those of a config do. */
const ruleRoutes: Routes = (app, service) => {
  app.post(
    "/v1/uploads/:id/rules",
    {
      schema: {
        summary: "Find rules between the columns of a table",
        description: "As `syndata rules` finds them. The search stops when the connection is closed.",
        tags,
        params,
        body: z.strictObject({ config: configText.optional() }),
        response: { 200: z.object({ found: z.array(foundRule).readonly() }), ...problems(404, 422, 504) },
      },
    },
    async (request, reply) => {
      const { tenant } = whoOf(request);
      const found = await service.tools.rules(
        tenant,
        request.params.id,
        request.body.config,
        closingOf(reply),
      );
      return { found };
    },
  );
  app.post(
    "/v1/uploads/:id/rules/check",
    {
      schema: {
        summary: "Count the rows that break the rules of a config",
        description: "One entry for each of `rules`; null where it cannot be judged.",
        tags,
        params,
        body: z.strictObject({ config: configText }),
        response: {
          200: z.object({ checks: z.array(checkedRule.nullable()).readonly() }),
          ...problems(404, 422, 504),
        },
      },
    },
    async (request, reply) => {
      const { tenant } = whoOf(request);
      const { config } = request.body;
      return { checks: await service.tools.checkRules(tenant, request.params.id, config, closingOf(reply)) };
    },
  );
};

/** Aborted when the client goes away before it has its answer. */
function closingOf({ raw }: FastifyReply): AbortSignal {
  const closing = new AbortController();
  raw.once("close", () => closing.abort());
  return closing.signal;
}
