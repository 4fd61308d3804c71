import { z } from "zod";
import type { OutputFile } from "../../protocol/service.ts";
import type { StoredJob } from "../../service/jobs/jobRecord.ts";
import { outputPath } from "../../service/jobs/outputFiles.ts";
import { id } from "../../service/kinds/fields.ts";
import { ServiceProblem } from "../../service/problem.ts";
import type { ByteRange } from "../../service/store/blobStore.ts";
import { whoOf } from "../access.ts";
import { excelSafe } from "../excelSafe.ts";
import { outputSchema, problems } from "../schemas.ts";
import { disposition, sendFile } from "../sendFile.ts";
import type { Routes } from "./route.ts";

const params = z.object({ id });
const tags = ["outputs"];
/** A report is a page with scripts of its own; it may do nothing but draw. */
const reportPolicy =
  "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; frame-ancestors 'self'";

/** Files that jobs made. */
export const outputRoutes: Routes = (app, service) => {
  app.get(
    "/v1/jobs/:id/outputs",
    {
      schema: {
        summary: "List the files a job made",
        tags,
        params,
        response: { 200: z.object({ items: z.array(outputSchema) }), ...problems(404) },
      },
    },
    async (request) => {
      const { status } = await service.currentJob(whoOf(request).tenant, request.params.id);
      return { items: [...status.outputs] };
    },
  );
  app.get(
    "/v1/jobs/:id/outputs/:name",
    {
      schema: {
        summary: "Download a file a job made",
        description:
          "Its ETag is its SHA-256; Range requests are supported. `excelSafe=true`: texts of CSV and TSV that a spreadsheet would run as formulas get an apostrophe. `inline=true`: a report as a page to display.",
        tags,
        params: z.object({ id, name: z.string().min(1).max(200) }),
        querystring: z.object({
          excelSafe: z.enum(["true", "false"]).default("false"),
          inline: z.enum(["true", "false"]).default("false"),
        }),
        produces: ["application/octet-stream"],
        response: { ...problems(404, 416) },
      },
    },
    async (request, reply) => {
      const who = whoOf(request);
      const job = await service.currentJob(who.tenant, request.params.id);
      const output = outputOf(job, request.params.name);
      const path = outputPath(service.folder, job.request, output);
      const read = (range?: ByteRange) => service.blobs.read(path, range);
      await service.audit.by(
        who,
        "download",
        `job/${request.params.id} ${output.name.replace(/[^\w.-]+/g, "_")}`,
      );
      if (request.query.excelSafe === "true" && /\.(csv|tsv)$/.test(output.file)) {
        reply.type(output.type).header("content-disposition", disposition(output.file));
        return await reply.send(
          (await read()).pipe(excelSafe(output.file.endsWith(".tsv") ? "\t" : ",")) as never,
        );
      }
      if (request.query.inline === "true" && output.file.endsWith(".html")) {
        reply.header("content-security-policy", reportPolicy).type(output.type);
        return await reply.send((await read()) as never);
      }
      return await sendFile({ output, read }, request, reply);
    },
  );
};

/** @throws ServiceProblem not-found */
function outputOf({ status }: StoredJob, name: string): OutputFile {
  const output = status.outputs.find((file) => file.name === name);
  if (output !== undefined) return output;
  const names = status.outputs.map((file) => file.name).join(", ");
  throw new ServiceProblem(
    "not-found",
    names === "" ? `it has made no files yet; it is ${status.state}` : `it has made ${names}`,
  );
}
