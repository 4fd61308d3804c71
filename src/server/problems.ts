import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { own } from "../jsonc/own.ts";
import { isDiskFull } from "../pipeline/failure.ts";
import type { ProblemEntry } from "../protocol/service.ts";
import { fullDisk, type ProblemCode, ServiceProblem } from "../service/problem.ts";

/** Codes of Fastify's own refusals, as problems of ours. */
const fastifyCodes: Readonly<Record<string, readonly [ProblemCode, string]>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: ["bad-json", "check the commas, quotes and brackets of the body"],
  FST_ERR_CTP_EMPTY_JSON_BODY: ["bad-json", "the body is empty; send a JSON object"],
  FST_ERR_CTP_BODY_TOO_LARGE: [
    "upload-too-large",
    "a JSON body has 4 MB at most; a multipart form 100 MB: send larger tables as a raw body or by tus",
  ],
  FST_REQ_FILE_TOO_LARGE: [
    "upload-too-large",
    "a form has 100 MB at most; send larger tables as a raw body or by tus",
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ["unknown-format", "send the body as application/json"],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ["bad-length", "send it again with the right Content-Length"],
};

/** Answers with an RFC 9457 problem. What is not a refusal of ours is logged, and tells the client nothing. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = problemOf(error as FastifyError);
  // the stack only: the message of an unknown error may hold a value
  if (problem.code === "internal" && !isCut(error, request))
    request.log.error({ stack: stackOf(error) }, "unexpected error");
  const { errors, limit, retryAfterSeconds } = problem.details;
  if (retryAfterSeconds !== undefined) reply.header("retry-after", String(retryAfterSeconds));
  if (problem.status === 401) reply.header("www-authenticate", 'Bearer realm="syndata"');
  // the rest of a refused body is not read
  if (!request.raw.complete) reply.header("connection", "close");
  reply.code(problem.status).type("application/problem+json");
  reply.serializer((body: unknown) => JSON.stringify(body));
  reply.send({
    type: `/problems/${problem.code}`,
    title: problem.title,
    status: problem.status,
    detail: problem.message,
    instance: request.id,
    code: problem.code,
    ...(limit !== undefined && { limit }),
    ...(errors !== undefined && { errors }),
  });
}

function problemOf(error: FastifyError): ServiceProblem {
  if (error instanceof ServiceProblem) return error;
  if (isDiskFull(error)) return fullDisk();
  if (hasZodFastifySchemaValidationErrors(error)) {
    const place = error.validationContext;
    if (place === "params")
      return new ServiceProblem("not-found", "there is no such thing; ids are those the service gave");
    const errors = error.validation.map(entryOf);
    return new ServiceProblem(
      place === "body" ? "bad-input" : "bad-request",
      errors.map(({ pointer, message }) => `${pointer || "body"}: ${message}`).join("; "),
      { errors },
    );
  }
  const known = own(fastifyCodes, error.code);
  if (known !== undefined) return new ServiceProblem(known[0], known[1]);
  if (error.statusCode === 400) return new ServiceProblem("bad-request", "check the address and the headers");
  return new ServiceProblem("internal", "it is in the server's log under the id in `instance`");
}

function entryOf({
  instancePath,
  keyword,
  message,
  params,
}: {
  instancePath: string;
  keyword: string;
  message?: string;
  params: unknown;
}): ProblemEntry {
  const { issue } = params as {
    readonly issue?: { readonly code?: string; readonly keys?: readonly string[] };
  };
  const key = issue?.keys?.[0];
  return {
    pointer: key === undefined ? instancePath : `${instancePath}/${key}`,
    code: (issue?.code ?? keyword).replaceAll("_", "-"),
    message: message ?? "is not as it should be",
  };
}

function stackOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return stack
    .split("\n")
    .filter((line) => line.startsWith("    at "))
    .slice(0, 8)
    .join("\n");
}

/** Whether the client closed the connection: nobody hears the answer, and nothing of ours is wrong. */
function isCut(error: unknown, { raw }: FastifyRequest): boolean {
  return raw.destroyed && (error as NodeJS.ErrnoException).code === "ECONNRESET";
}
