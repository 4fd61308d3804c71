import type { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { id } from "../../service/kinds/fields.ts";
import { ServiceProblem } from "../../service/problem.ts";
import { expiryOf } from "../../service/retention.ts";
import { uploadName } from "../../service/uploads/uploadName.ts";
import { whoOf } from "../access.ts";
import { problems } from "../schemas.ts";
import type { Routes } from "./route.ts";

const version = "1.0.0";
const params = z.object({ id });
const tags = ["uploads"];
const nothing = z.null();

/** Resumable uploads by the tus protocol 1.0 (core, creation, expiration, termination): https://tus.io/protocols/resumable-upload */
export const tusRoutes: Routes = (app, service) => {
  for (const add of [sayTus, beginUpload, readOffset, appendBytes, dropUpload]) add(app, service);
};

const sayTus: Routes = (app, service) => {
  app.options("/v1/uploads/tus", { schema: { hide: true } }, async (_request, reply) => {
    reply.header("tus-version", version).header("tus-extension", "creation,expiration,termination");
    return await reply
      .header("tus-max-size", String(service.settings.MAX_UPLOAD))
      .header("tus-resumable", version)
      .code(204)
      .send();
  });
};

const beginUpload: Routes = (app, service) => {
  app.post(
    "/v1/uploads/tus",
    {
      schema: {
        summary: "Begin a resumable upload (tus 1.0)",
        description:
          "Upload-Length is its number of bytes; Upload-Metadata holds `filename` and optionally `sha256`, in Base64. Location is where the bytes are sent.",
        tags,
        response: { 201: nothing, ...problems(412, 413, 415, 507) },
      },
    },
    async (request, reply) => {
      const who = whoOf(request);
      speakTus(request, reply);
      const metadata = metadataOf(headerOf(request, "upload-metadata"));
      const part = await service.uploads.begin(who.tenant, {
        name: uploadName(metadata.get("filename"), metadata.get("filetype")),
        length: countOf(request, "upload-length"),
        sha256: metadata.get("sha256") ?? null,
        quotaLeft: service.quotaLeft(who.tenant),
      });
      reply
        .header("location", `/v1/uploads/tus/${part.id}`)
        .header("upload-expires", new Date(expiryOf(part.created, 1)).toUTCString());
      return await reply.code(201).send(null);
    },
  );
};

const readOffset: Routes = (app, service) => {
  app.head("/v1/uploads/tus/:id", { schema: { hide: true, params } }, async (request, reply) => {
    const { tenant } = whoOf(request);
    speakTus(request, reply);
    const found = await service.uploads.part(tenant, request.params.id);
    const done = service.uploads.get(tenant, request.params.id);
    if (found === undefined && done === undefined) throw gone(request.params.id);
    reply
      .header("upload-offset", String(found?.offset ?? done?.bytes))
      .header("upload-length", String(found?.part.length ?? done?.bytes));
    return await reply.header("cache-control", "no-store").code(200).send();
  });
};

const appendBytes: Routes = (app, service) => {
  app.patch(
    "/v1/uploads/tus/:id",
    {
      schema: {
        summary: "Send the next bytes of a resumable upload",
        description:
          "Upload-Offset is the number of bytes received so far. The upload exists once its last byte has arrived and its SHA-256 is right.",
        tags,
        params,
        consumes: ["application/offset+octet-stream"],
        response: { 204: nothing, ...problems(404, 409, 412, 413, 415, 422, 423, 507) },
      },
      config: { longBody: true },
    },
    async (request, reply) => {
      const who = whoOf(request);
      speakTus(request, reply);
      if (headerOf(request, "content-type") !== "application/offset+octet-stream")
        throw new ServiceProblem("unknown-format", "send the bytes as application/offset+octet-stream");
      const found = await service.uploads.part(who.tenant, request.params.id);
      if (found === undefined) throw gone(request.params.id);
      const { part, offset } = found;
      if (countOf(request, "upload-offset") !== offset)
        throw new ServiceProblem("wrong-offset", `it has ${offset} bytes; ask by HEAD where it continues`, {
          limit: offset,
        });
      const { bytes, sha256 } = await service.uploads.append(
        part,
        request.body as Readable,
        offset,
        service.quotaLeft(who.tenant),
      );
      if (bytes === part.length) {
        const upload = await service.uploads.finish(part, sha256);
        await service.audit.by(who, "upload", `upload/${upload.id}`);
      }
      return await reply.header("upload-offset", String(bytes)).code(204).send(null);
    },
  );
};

const dropUpload: Routes = (app, service) => {
  app.delete(
    "/v1/uploads/tus/:id",
    {
      schema: {
        summary: "Cancel a resumable upload",
        tags,
        params,
        response: { 204: nothing, ...problems(404, 412) },
      },
    },
    async (request, reply) => {
      const { tenant } = whoOf(request);
      speakTus(request, reply);
      if ((await service.uploads.part(tenant, request.params.id)) === undefined)
        throw gone(request.params.id);
      await service.uploads.drop(tenant, request.params.id);
      return await reply.code(204).send(null);
    },
  );
};

function speakTus(request: FastifyRequest, reply: FastifyReply): void {
  reply.header("tus-resumable", version);
  if (headerOf(request, "tus-resumable") === version) return;
  reply.header("tus-version", version);
  throw new ServiceProblem("unsupported-version", `send Tus-Resumable: ${version}`);
}

function gone(upload: string): ServiceProblem {
  return new ServiceProblem("not-found", `no upload ${upload} is under way; it has expired or was cancelled`);
}

function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}

function countOf(request: FastifyRequest, name: string): number {
  const text = headerOf(request, name) ?? "";
  if (!/^\d{1,15}$/.test(text)) throw new ServiceProblem("bad-request", `${name} must be a number of bytes`);
  return Number(text);
}

/** `key Base64,key Base64`. */
function metadataOf(text = ""): Map<string, string> {
  const pairs = text.split(",").map((pair) => pair.trim().split(" "));
  return new Map(pairs.map(([key = "", value = ""]) => [key, Buffer.from(value, "base64").toString("utf8")]));
}
