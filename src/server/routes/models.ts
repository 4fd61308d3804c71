import type { Readable } from "node:stream";
import { z } from "zod";
import { id, seed, where } from "../../service/kinds/fields.ts";
import { importModel } from "../../service/models/importModel.ts";
import { whoOf } from "../access.ts";
import { modelSchema, page, pageOf, problems } from "../schemas.ts";
import { sendFile } from "../sendFile.ts";
import type { App, Routes } from "./route.ts";

const params = z.object({ id });
const tags = ["models"];

/** Trained models, apart from the jobs that made them. */
export const modelRoutes: Routes = (app, service) => {
  for (const add of [listModels, readModel, downloadModel, removeModel, probeModel, receiveModel])
    add(app, service);
};

const listModels: Routes = (app, service) => {
  app.get(
    "/v1/models",
    {
      schema: {
        summary: "List models, newest first",
        tags,
        querystring: page,
        response: {
          200: z.object({ items: z.array(modelSchema), next: z.string().nullable() }),
          ...problems(),
        },
      },
    },
    async (request) => pageOf(service.models.of(whoOf(request).tenant), request.query),
  );
};

const readModel: Routes = (app, service) => {
  app.get(
    "/v1/models/:id",
    {
      schema: {
        summary: "Show a model",
        tags,
        params,
        response: { 200: modelSchema, ...problems(404) },
      },
    },
    async (request) => {
      const { tenant } = whoOf(request);
      service.models.file(tenant, request.params.id);
      return service.models.get(tenant, request.params.id)!;
    },
  );
};

const downloadModel: Routes = (app, service) => {
  app.get(
    "/v1/models/:id/file",
    {
      schema: {
        summary: "Download a model",
        description: "A .synthmodel that `syndata sample` reads.",
        tags,
        params,
        produces: ["application/octet-stream"],
        response: { ...problems(404) },
      },
    },
    async (request, reply) => {
      const who = whoOf(request);
      const { path } = service.models.file(who.tenant, request.params.id);
      const output = await service.models.describe(who.tenant, request.params.id);
      await service.audit.by(who, "download", `model/${request.params.id}`);
      return await sendFile({ output, read: (range) => service.blobs.read(path, range) }, request, reply);
    },
  );
};

const removeModel: Routes = (app, service) => {
  app.delete(
    "/v1/models/:id",
    {
      schema: { summary: "Delete a model", tags, params, response: { 204: z.null(), ...problems(404, 409) } },
    },
    async (request, reply) => {
      await service.removeModel(whoOf(request), request.params.id);
      return await reply.code(204).send(null);
    },
  );
};

const probeModel: Routes = (app, service) => {
  app.post(
    "/v1/models/:id/probe",
    {
      schema: {
        summary: "Sample a few rows of a model at once",
        tags,
        params,
        body: z.strictObject({
          rows: z.int().min(1).max(1000).default(20),
          seed: seed.optional(),
          where: where.optional(),
        }),
        response: {
          200: z.object({ rows: z.array(z.record(z.string(), z.unknown())) }),
          ...problems(404, 422, 504),
        },
      },
    },
    async (request, reply) => {
      const who = whoOf(request);
      const text = await service.tools.probe(who.tenant, request.params.id, request.body);
      await service.audit.by(who, "probe", `model/${request.params.id}`);
      reply.serializer((body: unknown) => body as string);
      return await reply
        .type("application/json")
        .send(`{"rows":[${text.trim().split("\n").join(",")}]}` as never);
    },
  );
};

const receiveModel: Routes = (app, service) => {
  app.register(async (scope: App) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.post(
      "/v1/models/import",
      {
        schema: {
          summary: "Import a model file",
          description:
            "The body is a .synthmodel. It needs a key with the scope `models:import`: a model holds a graph that is run.",
          tags,
          headers: z.object({ "x-filename": z.string().max(5000).optional() }),
          consumes: ["application/octet-stream"],
          response: { 201: modelSchema, ...problems(408, 413, 422, 507) },
        },
        config: { longBody: true },
      },
      async (request, reply) => {
        const who = whoOf(request, "models:import");
        const model = await importModel(
          service,
          who,
          request.body as Readable | undefined,
          request.headers["x-filename"],
        );
        return await reply.code(201).header("location", `/v1/models/${model.id}`).send(model);
      },
    );
  });
};
