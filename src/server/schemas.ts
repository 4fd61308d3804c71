import { z } from "zod";
import { jobFailures } from "../protocol/service.ts";
import { kindNames } from "../service/kinds/kindTable.ts";
import { problemTable } from "../service/problem.ts";

const time = z.string().meta({ format: "date-time" });
const codes = Object.keys(problemTable) as [string, ...string[]];

export const problemEntrySchema = z.object({
  pointer: z.string(),
  code: z.string(),
  message: z.string(),
  severity: z.enum(["error", "warning", "info"]).optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  fix: z.string().optional(),
});

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.enum(codes),
    limit: z.number().optional(),
    errors: z.array(problemEntrySchema).optional(),
  })
  .meta({ description: "RFC 9457 problem; `code` is stable." });

export const uploadSchema = z.object({
  id: z.string(),
  name: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  created: time,
  expires: time.nullable(),
  inUse: z.boolean(),
});

export const outputSchema = z.object({
  name: z.string(),
  file: z.string(),
  type: z.string(),
  bytes: z.number(),
  sha256: z.string(),
});

export const jobStates = ["queued", "running", "cancelling", "succeeded", "failed", "cancelled"] as const;

export const jobSchema = z.object({
  id: z.string(),
  kind: z.enum(kindNames as [string, ...string[]]),
  name: z.string(),
  state: z.enum(jobStates),
  stage: z.string().nullable(),
  fraction: z.number().nullable(),
  label: z.string().nullable(),
  etaMs: z.number().nullable(),
  attempt: z.int(),
  position: z.int().nullable(),
  created: time,
  started: time.nullable(),
  ended: time.nullable(),
  upload: z.string().nullable(),
  model: z.string().nullable(),
  rows: z.number().nullable(),
  gates: z.enum(["passed", "failed"]).nullable(),
  gatesFailed: z.array(z.string()).readonly(),
  reason: z
    .object({
      code: z.enum(jobFailures),
      message: z.string(),
      errors: z.array(problemEntrySchema).readonly(),
    })
    .nullable(),
  outputs: z.array(outputSchema).readonly(),
  resumable: z.boolean(),
});

export const modelSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  rows: z.number().nullable(),
  bytes: z.number(),
  created: time,
  job: z.string().nullable(),
  upload: z.string().nullable(),
});

export const keySchema = z.object({
  id: z.string(),
  name: z.string(),
  tenant: z.string(),
  scopes: z.array(z.string()).readonly(),
  created: time,
});

/** Problems every address may answer with, by their status. */
export const problems = (...statuses: number[]): Record<number, typeof problemSchema> =>
  Object.fromEntries([400, 401, 403, 429, ...statuses].map((status) => [status, problemSchema]));

export const page = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(100).optional(),
});

/** A page of a list: those after the one whose id is the cursor. */
export function pageOf<T extends { readonly id: string }>(
  items: readonly T[],
  { limit, cursor }: z.output<typeof page>,
): { readonly items: T[]; readonly next: string | null } {
  const from = cursor === undefined ? 0 : items.findIndex(({ id }) => id === cursor) + 1;
  const found = items.slice(from, from + limit);
  return { items: found, next: from + limit < items.length ? (found.at(-1)?.id ?? null) : null };
}
