import type { Job, Operations, Upload } from "./operations.ts";
import { readEvents, type ServerEvent } from "./serverEvents.ts";

export type { Finding, Job, Model, Operations, Output, Upload } from "./operations.ts";
export type { ServerEvent } from "./serverEvents.ts";

/** Where a server is and who asks. */
export interface ClientOptions {
  /** e.g. `https://syndata.example.org` */
  readonly base: string;
  /** `sd_…`, as `syndata keys add` printed it. */
  readonly key: string;
  /** The fetch to use; that of the runtime when left out. */
  readonly fetch?: typeof fetch;
}

type Field<Operation, Name extends string> = Operation extends { readonly [name in Name]: infer Value }
  ? { readonly [name in Name]: Value }
  : unknown;
/** What an address takes: the fields of its path, its query and its body. */
export type InputOf<Name extends keyof Operations> = Field<Operations[Name], "path"> &
  (Operations[Name] extends { query: infer Query } ? { readonly query?: Partial<Query> } : unknown) &
  Field<Operations[Name], "body">;
export type AnswerOf<Name extends keyof Operations> = Operations[Name] extends { answer: infer Answer }
  ? Answer
  : unknown;

/** What the server says is wrong (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: number;
  /** Stable, in kebab case: `too-many-jobs`, `bad-config`, … */
  readonly code: string;
  readonly problem: Readonly<Record<string, unknown>>;

  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    super(`${String(problem["title"] ?? "the server refused it")}: ${String(problem["detail"] ?? status)}`);
    this.status = status;
    this.code = String(problem["code"] ?? "unknown");
    this.problem = problem;
  }
}

/** Milliseconds until a broken stream of events is opened again, and how often in a row. */
const retryMs = 1000;
const maxRetries = 30;

/** A SynData server: every address typed from its OpenAPI document, and uploads, events and downloads as streams. */
export class SynDataClient {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /** Asks one address. @throws ProblemError when the server refuses */
  async call<Name extends keyof Operations>(name: Name, input: InputOf<Name>): Promise<AnswerOf<Name>> {
    const { path, query, body } = input as {
      readonly path?: Readonly<Record<string, string>>;
      readonly query?: Readonly<Record<string, unknown>>;
      readonly body?: unknown;
    };
    const [method, pattern] = name.split(" ") as [string, string];
    const place = pattern.replace(/\{(\w+)\}/g, (_, field: string) =>
      encodeURIComponent(new Map(Object.entries(path ?? {})).get(field) ?? ""),
    );
    const asked = Object.entries(query ?? {}).map(([key, value]): [string, string] => [key, String(value)]);
    const answer = await this.fetch(`${place}${asked.length > 0 ? `?${new URLSearchParams(asked)}` : ""}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { "content-type": "application/json" },
      }),
    });
    const text = await answer.text();
    return (text === "" ? undefined : JSON.parse(text)) as AnswerOf<Name>;
  }

  /** Sends a table. `sha256`: of the body in hex; the server then refuses what was changed on the way. */
  async upload(
    name: string,
    body: NonNullable<RequestInit["body"]>,
    { bytes, sha256 }: { readonly bytes?: number; readonly sha256?: string } = {},
  ): Promise<Upload> {
    const answer = await this.fetch("/v1/uploads", {
      method: "POST",
      body,
      // Node sends a stream only with this
      ...({ duplex: "half" } as object),
      headers: {
        "content-type": "application/octet-stream",
        "x-filename": encodeURIComponent(name),
        ...(bytes !== undefined && { "content-length": String(bytes) }),
        ...(sha256 !== undefined && { "x-sha256": sha256 }),
      },
    });
    return (await answer.json()) as Upload;
  }

  /** Events of a job from its start to its end; a cut connection continues where it was. */
  async *events(job: string): AsyncGenerator<ServerEvent> {
    let last = 0;
    for (let failures = 0; ; ) {
      try {
        const answer = await this.fetch(`/v1/jobs/${encodeURIComponent(job)}/events`, {
          headers: { accept: "text/event-stream", "last-event-id": String(last) },
        });
        for await (const event of readEvents(answer.body!)) {
          last = event.id;
          failures = 0;
          yield event;
        }
      } catch (error) {
        if (error instanceof ProblemError || ++failures > maxRetries) throw error;
      }
      if (isEnded(await this.call("GET /v1/jobs/{id}", { path: { id: job } }).catch(unlessRefused))) return;
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  /** A file a job made, as a stream. */
  async download(job: string, output: string): Promise<Response> {
    return await this.fetch(`/v1/jobs/${encodeURIComponent(job)}/outputs/${encodeURIComponent(output)}`, {});
  }

  /** A request with the key. @throws ProblemError */
  async fetch(place: string, init: RequestInit): Promise<Response> {
    const { base, key, fetch: send = fetch } = this.#options;
    const answer = await send(new URL(place, base), {
      ...init,
      redirect: "error",
      headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${key}` },
    });
    if (answer.ok) return answer;
    const text = await answer.text();
    throw new ProblemError(answer.status, problemOf(text));
  }
}

export function isEnded(job: Job | undefined): boolean {
  return job !== undefined && ["succeeded", "failed", "cancelled"].includes(job.state);
}

function unlessRefused(error: unknown): undefined {
  if (error instanceof ProblemError && error.status < 500) throw error;
  return undefined;
}

function problemOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // a proxy answers in its own words
  }
  return { detail: text.slice(0, 200) };
}
