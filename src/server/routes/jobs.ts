import { z } from "zod";
import { id } from "../../service/kinds/fields.ts";
import { jobInput, type KindName, kindNames } from "../../service/kinds/kindTable.ts";
import { whoOf } from "../access.ts";
import { jobSchema, jobStates, page, pageOf, problems } from "../schemas.ts";
import { streamEvents } from "../sse.ts";
import type { Routes } from "./route.ts";

const params = z.object({ id });
const tags = ["jobs"];
const kindName = z.enum(kindNames as [KindName, ...KindName[]]);

/** Work in the background: ask for it, watch it, stop it. */
export const jobRoutes: Routes = (app, service) => {
  for (const add of [submitJob, listJobs, readJob, readRequest, watchJob, cancelJob, resumeJob, removeJob])
    add(app, service);
};

const submitJob: Routes = (app, service) => {
  app.post(
    "/v1/jobs",
    {
      schema: {
        summary: "Submit a job",
        description:
          "A job is accepted once it is written to disk. Requests with the same Idempotency-Key within a day make one job.",
        tags,
        headers: z.object({ "idempotency-key": z.string().min(1).max(200).optional() }),
        body: jobInput,
        response: { 202: jobSchema, ...problems(404, 409, 413, 422, 503) },
      },
    },
    async (request, reply) => {
      const { job } = await service.submit(whoOf(request), request.body, request.headers["idempotency-key"]);
      return await reply.code(202).header("location", `/v1/jobs/${job.id}`).send(job);
    },
  );
};

const listJobs: Routes = (app, service) => {
  app.get(
    "/v1/jobs",
    {
      schema: {
        summary: "List jobs, newest first",
        tags,
        querystring: page.extend({ state: z.enum(jobStates).optional(), kind: kindName.optional() }),
        response: {
          200: z.object({ items: z.array(jobSchema), next: z.string().nullable() }),
          ...problems(),
        },
      },
    },
    async (request) => {
      const { state, kind } = request.query;
      const jobs = service.jobs
        .of(whoOf(request).tenant)
        .filter(
          (job) =>
            (state === undefined || job.status.state === state) &&
            (kind === undefined || job.request.kind === kind),
        )
        .map((job) => ({ id: job.request.id, job }));
      const { items, next } = pageOf(jobs, request.query);
      return { items: items.map(({ job }) => service.view(job)), next };
    },
  );
};

const readJob: Routes = (app, service) => {
  app.get(
    "/v1/jobs/:id",
    { schema: { summary: "Show a job", tags, params, response: { 200: jobSchema, ...problems(404) } } },
    async (request) => service.view(await service.currentJob(whoOf(request).tenant, request.params.id)),
  );
};

const readRequest: Routes = (app, service) => {
  app.get(
    "/v1/jobs/:id/request",
    {
      schema: {
        summary: "Show the request of a job",
        tags,
        params,
        response: { 200: z.record(z.string(), z.unknown()), ...problems(404) },
      },
    },
    async (request) => {
      const job = service.job(whoOf(request).tenant, request.params.id);
      return { ...(await service.jobs.inputOf(job)) };
    },
  );
};

const watchJob: Routes = (app, service) => {
  app.get(
    "/v1/jobs/:id/events",
    {
      schema: {
        summary: "Watch a job",
        description:
          "Server-sent events; Last-Event-ID (or `after`) continues where a connection was cut. With Accept: application/json, the events so far as a list.",
        tags,
        params,
        querystring: z.object({
          after: z.coerce.number().int().min(0).default(0),
          limit: z.coerce.number().int().min(1).max(5000).default(1000),
        }),
        headers: z.object({ "last-event-id": z.string().max(20).optional() }),
        produces: ["text/event-stream", "application/json"],
        response: { ...problems(404) },
      },
    },
    async (request, reply) => {
      const { tenant } = whoOf(request);
      const job = await service.currentJob(tenant, request.params.id);
      const last = Number(request.headers["last-event-id"] ?? request.query.after);
      const after = Number.isSafeInteger(last) && last > 0 ? last : 0;
      if (request.headers.accept?.includes("application/json")) {
        const items = await service.events.read(tenant, request.params.id, after, request.query.limit);
        reply.serializer((body: unknown) => JSON.stringify(body));
        return await reply.type("application/json").send({ items } as never);
      }
      return await streamEvents(service, job, after, reply);
    },
  );
};

const cancelJob: Routes = (app, service) => {
  app.post(
    "/v1/jobs/:id/cancel",
    {
      schema: {
        summary: "Stop a job",
        description: "A second request has no further effect.",
        tags,
        params,
        response: { 202: jobSchema, ...problems(404) },
      },
    },
    async (request, reply) =>
      await reply.code(202).send(await service.cancel(whoOf(request), request.params.id)),
  );
};

const resumeJob: Routes = (app, service) => {
  app.post(
    "/v1/jobs/:id/resume",
    {
      schema: {
        summary: "Continue a job that failed or was cancelled",
        description:
          "It continues with its last checkpoint, to the same bytes as a job that was not interrupted.",
        tags,
        params,
        response: { 202: jobSchema, ...problems(404, 409, 503) },
      },
    },
    async (request, reply) =>
      await reply.code(202).send(await service.resume(whoOf(request), request.params.id)),
  );
};

const removeJob: Routes = (app, service) => {
  app.delete(
    "/v1/jobs/:id",
    {
      schema: {
        summary: "Delete a job and its results",
        description: "The model it trained stays.",
        tags,
        params,
        response: { 204: z.null(), ...problems(404, 409) },
      },
    },
    async (request, reply) => {
      await service.removeJob(whoOf(request), request.params.id);
      return await reply.code(204).send(null);
    },
  );
};
