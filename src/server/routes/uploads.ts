import type { Readable } from "node:stream";
import multipart from "@fastify/multipart";
import { z } from "zod";
import type { UploadView } from "../../protocol/service.ts";
import type { Principal } from "../../service/access/keyStore.ts";
import { id } from "../../service/kinds/fields.ts";
import { ServiceProblem } from "../../service/problem.ts";
import { expiryOf } from "../../service/retention.ts";
import type { Service } from "../../service/service.ts";
import { uploadName } from "../../service/uploads/uploadName.ts";
import type { StoredUpload } from "../../service/uploads/uploadStore.ts";
import { whoOf } from "../access.ts";
import { page, pageOf, problems, uploadSchema } from "../schemas.ts";
import type { App, Routes } from "./route.ts";
import { tusRoutes } from "./tus.ts";

const maxFormBytes = 100_000_000;
const params = z.object({ id });

/** Tables sent in: as a raw body, as a form, or in parts by tus. */
export const uploadRoutes: Routes = (app, service) => {
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
              description: "Its name, percent-encoded where not ASCII; its ending says what it is.",
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
        await service.audit.write({
          tenant: who.tenant,
          by: who.by,
          action: "upload",
          what: `upload/${upload.id}`,
        });
        return await reply
          .code(201)
          .header("location", `/v1/uploads/${upload.id}`)
          .send(uploadView(service, upload));
      },
    );
    tusRoutes(scope, service);
  });

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
  app.get(
    "/v1/uploads/:id",
    {
      schema: {
        summary: "Read about a table",
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
  app.delete(
    "/v1/uploads/:id",
    {
      schema: {
        summary: "Delete a table",
        description: "With `everything=true`, the jobs, results and models that were made from it go too.",
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

async function receiveRaw(
  service: Service,
  who: Principal,
  body: Readable | undefined,
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Promise<StoredUpload> {
  if (body === undefined || typeof body.pipe !== "function")
    throw new ServiceProblem("bad-table", "it is empty; send the bytes of a table as the body");
  const length = headers["content-length"];
  const name = uploadName(
    decoded(headers["x-filename"] as string | undefined),
    headers["content-type"] as string | undefined,
  );
  const quotaLeft = service.quotaLeft(who.tenant);
  const sha256 = (headers["x-sha256"] as string | undefined) ?? null;
  const part = await service.uploads.begin(who.tenant, {
    name,
    length: length === undefined ? null : Number(length),
    sha256,
    quotaLeft,
  });
  return await receiveAll(service, part, body, quotaLeft);
}

async function receiveForm(
  service: Service,
  who: Principal,
  form:
    | {
        readonly file: Readable & { readonly truncated?: boolean };
        readonly filename: string;
        readonly mimetype: string;
      }
    | undefined,
): Promise<StoredUpload> {
  if (form === undefined)
    throw new ServiceProblem("bad-request", "the form has no file; name its field `file`");
  const name = uploadName(form.filename, form.mimetype);
  const quotaLeft = service.quotaLeft(who.tenant);
  const part = await service.uploads.begin(who.tenant, { name, length: null, sha256: null, quotaLeft });
  return await receiveAll(service, part, form.file, quotaLeft, () => {
    if (form.file.truncated === true)
      throw new ServiceProblem(
        "upload-too-large",
        "a form has 100 MB at most; send larger tables as a raw body or by tus",
        { limit: maxFormBytes },
      );
  });
}

/** A body in one piece: what was cut is removed. */
async function receiveAll(
  service: Service,
  part: Awaited<ReturnType<Service["uploads"]["begin"]>>,
  body: Readable,
  quotaLeft: number,
  check: () => void = () => undefined,
): Promise<StoredUpload> {
  let sha256: string | null;
  try {
    ({ sha256 } = await service.uploads.append(part, body, 0, quotaLeft));
    check();
  } catch (error) {
    await service.uploads.drop(part.tenant, part.id);
    if (isCut(error))
      throw new ServiceProblem(
        "bad-length",
        "the connection was cut before the whole body had arrived; send it again, or in parts by tus",
      );
    throw error;
  }
  return await service.uploads.finish(part, sha256);
}

function isCut(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return (
    code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ECONNRESET" || (error as Error).message === "aborted"
  );
}

export function uploadView(
  service: Service,
  { id, tenant, name, bytes, sha256, created }: StoredUpload,
): UploadView {
  const { RETAIN_UPLOADS } = service.settings;
  const expires = RETAIN_UPLOADS === 0 ? null : expiryOf(created, RETAIN_UPLOADS);
  return { id, name, bytes, sha256, created, expires, inUse: service.inUse(tenant, id) };
}

function decoded(name: string | undefined): string | undefined {
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    return name;
  }
}
