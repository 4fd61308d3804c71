import type { FastifyReply, FastifyRequest } from "fastify";
import type { KeyStore, Principal, Scope } from "../service/access/keyStore.ts";
import { ServiceProblem } from "../service/problem.ts";
import type { Settings } from "../service/settings.ts";
import type { Sessions } from "./sessions.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Set for every address under /v1 but the sign-in. */
    who: Principal | null;
  }
}

const loopback = new Set(["127.0.0.1", "::1", "localhost"]);
const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);
const secretParameters = ["key", "api_key", "apikey", "token", "access_token"];

export function isLoopback(host: string): boolean {
  return loopback.has(host);
}

/** Who may ask what: host name, origin, key or cookie. */
export class Access {
  readonly #settings: Settings;
  readonly #keys: KeyStore;
  readonly #sessions: Sessions;

  constructor(settings: Settings, keys: KeyStore, sessions: Sessions) {
    this.#settings = settings;
    this.#keys = keys;
    this.#sessions = sessions;
  }

  /** Before everything: names this server does not go by are a sign of a page that was made to point here. */
  checkHost({ hostname }: FastifyRequest): void {
    const { HOST, HOSTS } = this.#settings;
    const allowed =
      HOSTS.length > 0 ? new Set([...HOSTS, ...loopback]) : isLoopback(HOST) ? loopback : undefined;
    const name = hostname
      .replace(/:\d+$/, "")
      .replace(/^\[|\]$/g, "")
      .toLowerCase();
    if (allowed !== undefined && !allowed.has(name))
      throw new ServiceProblem("foreign-host", "call it by a name listed in SYNDATA_HOSTS");
  }

  /** Answers for pages of other origins, where those are listed. Resolves to true when the answer is complete. */
  crossOrigin(request: FastifyRequest, reply: FastifyReply): boolean {
    const { origin } = request.headers;
    if (origin === undefined) return false;
    reply.header("vary", "Origin");
    if (!this.#settings.CORS_ORIGINS.includes(origin)) return false;
    reply.header("access-control-allow-origin", origin);
    reply.header(
      "access-control-expose-headers",
      "Location, ETag, Upload-Offset, Upload-Length, Upload-Expires, Tus-Resumable, Retry-After",
    );
    if (request.method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined)
      return false;
    reply.header("access-control-allow-methods", "GET, HEAD, POST, PATCH, DELETE");
    reply.header(
      "access-control-allow-headers",
      "Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Filename, X-Sha256, Range, If-None-Match, Upload-Offset, Upload-Length, Upload-Metadata, Tus-Resumable",
    );
    reply.header("access-control-max-age", "600");
    reply.code(204).send();
    return true;
  }

  /** @throws ServiceProblem no-key, bad-key, too-many-requests, foreign-origin, key-in-url */
  identify(request: FastifyRequest): Principal {
    refuseSecretsInAddress(request);
    const key = keyOf(request);
    if (key !== undefined) return this.checkKey(request, key);
    const cookie = cookieOf(request);
    const who = cookie === undefined ? undefined : this.#sessions.find(cookie);
    if (who === undefined)
      throw new ServiceProblem("no-key", "send Authorization: Bearer KEY, or sign in to the dashboard");
    this.checkOrigin(request);
    return who;
  }

  checkKey(request: FastifyRequest, key: string): Principal {
    if (this.#sessions.isBlocked(request.ip))
      throw new ServiceProblem(
        "too-many-requests",
        "too many wrong keys came from this address; wait a minute",
        { retryAfterSeconds: 60 },
      );
    const who = this.#keys.check(key);
    if (who !== undefined) return who;
    this.#sessions.fail(request.ip);
    throw new ServiceProblem("bad-key", "it was removed, or mistyped; make one with: syndata keys add");
  }

  /** A browser sends cookies by itself: what changes something must come from a page of this server. */
  checkOrigin(request: FastifyRequest): void {
    if (safeMethods.has(request.method)) return;
    const { origin, host } = request.headers;
    const site = request.headers["sec-fetch-site"];
    const own = origin === undefined ? site === "same-origin" : sameHost(origin, host);
    if (!own)
      throw new ServiceProblem("foreign-origin", "send a key as Authorization: Bearer instead of the cookie");
  }
}

/** @throws ServiceProblem no-scope */
export function whoOf({ who }: FastifyRequest, scope: Scope = "jobs"): Principal {
  if (who === null) throw new ServiceProblem("no-key", "send Authorization: Bearer KEY");
  if (!who.scopes.includes(scope))
    throw new ServiceProblem("no-scope", `it needs a key with the scope ${scope}`);
  return who;
}

export function cookieOf({ headers }: FastifyRequest): string | undefined {
  return /(?:^|;\s*)(?:__Host-)?syndata=([A-Za-z0-9_-]{43})(?:;|$)/.exec(headers.cookie ?? "")?.[1];
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? "")?.[1];
  const plain = headers["x-api-key"];
  return bearer ?? (typeof plain === "string" ? plain : undefined);
}

function refuseSecretsInAddress({ query }: FastifyRequest): void {
  const found = secretParameters.find((name) => Object.hasOwn((query ?? {}) as object, name));
  if (found !== undefined)
    throw new ServiceProblem(
      "key-in-url",
      `addresses are kept in logs and histories: send it as Authorization: Bearer, take ${found} out of the address, and replace the key`,
    );
}

function sameHost(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host;
}
