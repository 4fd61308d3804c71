import { access, constants } from "node:fs/promises";
import { z } from "zod";
import { version } from "../../../package.json";
import { presentWorkers } from "../../service/cluster/presence.ts";
import { ServiceProblem } from "../../service/problem.ts";
import { whoOf } from "../access.ts";
import { metricsText } from "../metrics.ts";
import { problems } from "../schemas.ts";
import type { Routes } from "./route.ts";

const lane = z.object({ waiting: z.int(), running: z.int() });
const tags = ["service"];

/** The service itself: is it alive, what waits, how much is used. */
export const systemRoutes: Routes = (app, service) => {
  for (const add of [health, readiness, figures, readQueue, readUse]) add(app, service);
};

const health: Routes = (app) => {
  app.get(
    "/healthz",
    {
      schema: {
        summary: "Report that the server is alive",
        tags,
        response: { 200: z.object({ status: z.literal("ok"), version: z.string() }) },
      },
    },
    async () => ({
      status: "ok" as const,
      version,
    }),
  );
};

const readiness: Routes = (app, service) => {
  app.get(
    "/readyz",
    {
      schema: {
        summary: "Report that the server is ready for work",
        description: "The store can be written and the queue takes jobs.",
        tags,
        response: { 200: z.object({ status: z.literal("ready") }), ...problems(503) },
      },
    },
    async (_request, reply) => {
      const writable = await access(service.folder.root, constants.W_OK).then(
        () => true,
        () => false,
      );
      if (writable && (await service.queue.ready())) return await reply.send({ status: "ready" });
      throw new ServiceProblem(
        "unavailable",
        "the store cannot be written, the queue does not answer, or the server is about to stop",
      );
    },
  );
};

const figures: Routes = (app, service) => {
  app.get(
    "/metrics",
    { schema: { summary: "Metrics for Prometheus", tags, produces: ["text/plain"] } },
    async (request, reply) => {
      whoOf(request);
      return await reply.type("text/plain; version=0.0.4; charset=utf-8").send(metricsText(service) as never);
    },
  );
};

const readQueue: Routes = (app, service) => {
  app.get(
    "/v1/queue",
    {
      schema: {
        summary: "Show waiting and running jobs",
        tags,
        response: {
          200: z.object({
            train: lane,
            light: lane,
            concurrency: z.int(),
            oldestWaiting: z.string().nullable(),
            workers: z.array(
              z.object({ pid: z.int(), host: z.string(), job: z.string().nullable(), beat: z.string() }),
            ),
          }),
          ...problems(),
        },
      },
    },
    async (request) => {
      const mine = [...service.jobs.eachOf(whoOf(request).tenant)];
      const waiting = mine
        .filter(({ status }) => status.state === "queued")
        .map(({ request }) => request.created);
      const running = mine.filter(({ status }) => status.holder !== null);
      const elsewhere = service.queue.shared ? await presentWorkers(service.folder.root) : [];
      return {
        ...service.queue.counts(),
        concurrency: service.settings.CONCURRENCY,
        oldestWaiting: waiting.sort()[0] ?? null,
        workers: service.queue.shared
          ? elsewhere.map(({ pid, host, beat }) => ({ pid, host, job: null, beat: beat.toISOString() }))
          : running.map(({ request, status }) => ({
              pid: status.holder!.pid,
              host: "this server",
              job: request.id,
              beat: new Date().toISOString(),
            })),
      };
    },
  );
};

const readUse: Routes = (app, service) => {
  app.get(
    "/v1/me",
    {
      schema: {
        summary: "Show the caller, its usage and its limits",
        tags,
        response: {
          200: z.object({
            tenant: z.string(),
            scopes: z.array(z.string()),
            bytes: z.number(),
            quota: z.number(),
            queued: z.int(),
            maxQueued: z.int(),
            running: z.int(),
            maxRunning: z.int(),
            maxUpload: z.number(),
            maxRows: z.number(),
            retainUploadsDays: z.number(),
            retainOutputsDays: z.number(),
            product: z.boolean().meta({ description: "The server shows a product board." }),
            version: z.string(),
          }),
          ...problems(),
        },
      },
    },
    async (request) => {
      const { tenant, scopes } = whoOf(request);
      const unfinished = service.jobs.unfinishedOf(tenant);
      const queued = unfinished.filter(({ status }) => status.state === "queued").length;
      const { QUOTA_BYTES, MAX_QUEUED, MAX_RUNNING, MAX_UPLOAD, MAX_ROWS, RETAIN_UPLOADS, RETAIN_OUTPUTS } =
        service.settings;
      return {
        tenant,
        scopes: [...scopes],
        bytes: service.bytesOf(tenant),
        quota: QUOTA_BYTES,
        queued,
        maxQueued: MAX_QUEUED,
        running: unfinished.length - queued,
        maxRunning: MAX_RUNNING,
        maxUpload: MAX_UPLOAD,
        maxRows: MAX_ROWS,
        retainUploadsDays: RETAIN_UPLOADS,
        retainOutputsDays: RETAIN_OUTPUTS,
        product: service.settings.PRODUCT !== undefined,
        version,
      };
    },
  );
};
