import swagger from "@fastify/swagger";
import fastify, { LogController } from "fastify";
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { version } from "../../package.json";
import { ServiceProblem } from "../service/problem.ts";
import type { Service } from "../service/service.ts";
import { Access } from "./access.ts";
import { sendProblem } from "./problems.ts";
import { editorRoutes } from "./routes/editor.ts";
import { jobRoutes } from "./routes/jobs.ts";
import { keyRoutes } from "./routes/keys.ts";
import { modelRoutes } from "./routes/models.ts";
import { outputRoutes } from "./routes/outputs.ts";
import { productRoutes } from "./routes/product.ts";
import type { App } from "./routes/route.ts";
import { sessionRoutes } from "./routes/session.ts";
import { systemRoutes } from "./routes/system.ts";
import { tableRoutes } from "./routes/tables.ts";
import { uploadRoutes } from "./routes/uploads.ts";
import type { Sessions } from "./sessions.ts";
import { refuseUnreadable } from "./unreadable.ts";
import { serveWeb } from "./webFiles.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** The body may take as long as it moves. */
    longBody?: boolean;
  }
}

export interface AppOptions {
  readonly sessions: Sessions;
  /** Folder of the built dashboard. */
  readonly web: string;
}

const maxJsonBytes = 4_000_000;
/** A JSON body has so long to arrive, and headers so long. */
const bodyMs = 30_000;
const headersMs = 15_000;
const maxSockets = 4000;
/** Addresses that need no key. */
const open = /^\/(?!v1\/|metrics(?:$|\?))|^\/v1\/session(?:$|\?)/;

const pagePolicy =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** The HTTP server of a service, not yet listening. */
export async function buildApp(service: Service, { sessions, web }: AppOptions): Promise<App> {
  const { settings } = service;
  const app: App = fastify({
    logger: {
      level: settings.LOG_LEVEL,
      redact: ["req.headers.authorization", "req.headers.cookie", 'req.headers["x-api-key"]'],
    },
    bodyLimit: maxJsonBytes,
    trustProxy: settings.TRUST_PROXY,
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: 0,
    clientErrorHandler: refuseUnreadable,
    return503OnClosing: true,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
  }).withTypeProvider<ZodTypeProvider>();
  app.server.headersTimeout = headersMs;
  app.server.maxConnections = maxSockets;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler(sendProblem);
  app.setNotFoundHandler(() => {
    throw new ServiceProblem("not-found", "this address does not exist; /docs lists those that do");
  });
  app.decorateRequest("who", null);
  guard(app, new Access(settings, service.keys, sessions));
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "SynData",
        version,
        description:
          "Privacy-safe synthetic tables from real ones. Errors are RFC 9457 problems with a stable `code`.",
      },
      components: { securitySchemes: { key: { type: "http", scheme: "bearer" } } },
      security: [{ key: [] }],
    },
    transform: jsonSchemaTransform,
  });
  const access = new Access(settings, service.keys, sessions);
  await app.register(async (scope) => {
    for (const routes of [
      uploadRoutes,
      tableRoutes,
      editorRoutes,
      jobRoutes,
      outputRoutes,
      modelRoutes,
      keyRoutes,
      productRoutes,
      sessionRoutes(access, sessions),
      systemRoutes,
    ])
      routes(scope as App, service);
  });
  let document: string | undefined;
  app.get("/openapi.json", { schema: { hide: true } }, async (_request, reply) => {
    document ??= JSON.stringify(app.swagger());
    return await reply.type("application/json").send(document as never);
  });
  serveWeb(app, web);
  await app.ready();
  return app;
}

/** What holds for every request, before its own code. */
function guard(app: App, access: Access): void {
  const slow = new WeakMap<object, NodeJS.Timeout>();
  app.addHook("onRequest", async (request, reply) => {
    reply.header("x-content-type-options", "nosniff").header("referrer-policy", "no-referrer");
    reply.header("content-security-policy", pagePolicy).header("cross-origin-opener-policy", "same-origin");
    if (request.protocol === "https") reply.header("strict-transport-security", "max-age=31536000");
    if (request.url.startsWith("/v1/")) reply.header("cache-control", "no-store");
    access.checkHost(request);
    if (access.crossOrigin(request, reply)) return reply;
    if (request.method === "OPTIONS" || open.test(request.url)) return undefined;
    request.who = access.identify(request);
    if (request.routeOptions.config.longBody !== true && !request.raw.complete)
      slow.set(
        request,
        setTimeout(() => request.raw.destroy(), bodyMs),
      );
    return undefined;
  });
  app.addHook("preValidation", async (request) => clearTimeout(slow.get(request)));
  app.addHook("onResponse", async (request, reply) => {
    clearTimeout(slow.get(request));
    // the pattern of the address, not the address: names and ids of others do not belong in a log
    const route = request.routeOptions.url ?? "unknown";
    request.log.info(
      {
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        tenant: request.who?.tenant,
      },
      "answered",
    );
  });
}
