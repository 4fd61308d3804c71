import type { Readable } from "node:stream";
import multipart from "@fastify/multipart";
import { z } from "zod";
import type { UploadView } from "../../protocol/service.ts";
import { id } from "../../service/kinds/fields.ts";
import { expiryOf } from "../../service/retention.ts";
import type { Service } from "../../service/service.ts";
import type { StoredUpload } from "../../service/uploads/uploadStore.ts";
import { whoOf } from "../access.ts";
import { maxFormBytes, receiveForm, receiveRaw } from "../receiveTable.ts";
import { page, pageOf, problems, uploadSchema } from "../schemas.ts";
import type { App, Routes } from "./route.ts";
import { tusRoutes } from "./tus.ts";

const params = z.object({ id });

/** Tables sent in: as a raw body, as a form, or in parts by tus. */
export const uploadRoutes: Routes = (app, service) => {
  for (const add of [receiveTables, listUploads, readUpload, removeUpload]) add(app, service);
};

const receiveTables: Routes = (app, service) => {
  app.register(async (scope: App) => {
    // bodies are tables: never parsed, never in memory
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    await scope.register(multipart, { limits: { fileSize: maxFormBytes, files: 1, fields: 10 } });
    scope.post(
      "/v1/uploads",
      {
        schema: {
          summary: "Send a table",
          description:
            "The body is the file itself (name it by X-Filename; X-Sha256 is checked where sent), or a multipart form with one `file` of at most 100 MB.",
          tags: ["uploads"],
          headers: z.object({
            "x-filename": z.string().max(5000).optional().meta({
              description: "Its name, percent-encoded where not ASCII; its ending gives the format.",
            }),
            "x-sha256": z
              .string()
              .max(100)
              .optional()
              .meta({ description: "SHA-256 of the bytes, hexadecimal." }),
          }),
          consumes: ["application/octet-stream", "text/csv", "multipart/form-data"],
          response: { 201: uploadSchema, ...problems(408, 413, 415, 422, 507) },
        },
        config: { longBody: true },
      },
      async (request, reply) => {
        const who = whoOf(request);
        const upload = request.isMultipart()
          ? await receiveForm(service, who, await request.file())
          : await receiveRaw(service, who, request.body as Readable | undefined, request.headers);
        await service.audit.by(who, "upload", `upload/${upload.id}`);
        return await reply
          .code(201)
          .header("location", `/v1/uploads/${upload.id}`)
          .send(uploadView(service, upload));
      },
    );
    tusRoutes(scope, service);
  });
};

const listUploads: Routes = (app, service) => {
  app.get(
    "/v1/uploads",
    {
      schema: {
        summary: "List tables",
        tags: ["uploads"],
        querystring: page,
        response: {
          200: z.object({ items: z.array(uploadSchema), next: z.string().nullable() }),
          ...problems(),
        },
      },
    },
    async (request) => {
      const { tenant } = whoOf(request);
      const { items, next } = pageOf(service.uploads.of(tenant), request.query);
      return { items: items.map((upload) => uploadView(service, upload)), next };
    },
  );
};

const readUpload: Routes = (app, service) => {
  app.get(
    "/v1/uploads/:id",
    {
      schema: {
        summary: "Show a table",
        tags: ["uploads"],
        params,
        response: { 200: uploadSchema, ...problems(404) },
      },
    },
    async (request) => {
      const { tenant } = whoOf(request);
      service.uploads.file(tenant, request.params.id);
      return uploadView(service, service.uploads.get(tenant, request.params.id)!);
    },
  );
};

const removeUpload: Routes = (app, service) => {
  app.delete(
    "/v1/uploads/:id",
    {
      schema: {
        summary: "Delete a table",
        description:
          "With `everything=true`, the jobs, results and models that were made from it are deleted too, also where the table itself was deleted before.",
        tags: ["uploads"],
        params,
        querystring: z.object({ everything: z.enum(["true", "false"]).default("false") }),
        response: { 200: z.object({ jobs: z.int(), models: z.int() }), ...problems(404, 409) },
      },
    },
    async (request) =>
      await service.removeUpload(whoOf(request), request.params.id, request.query.everything === "true"),
  );
};

function uploadView(
  service: Service,
  { id, tenant, name, bytes, sha256, created }: StoredUpload,
): UploadView {
  const { RETAIN_UPLOADS } = service.settings;
  const expires = RETAIN_UPLOADS === 0 ? null : expiryOf(created, RETAIN_UPLOADS);
  return { id, name, bytes, sha256, created, expires, inUse: service.inUse(tenant, id) };
}
