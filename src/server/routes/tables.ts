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
