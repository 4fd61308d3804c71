import { createHash } from "node:crypto";
import type { SynthConfig } from "./schema.ts";

/** SHA-256 of what decides a run's bytes: key order, comments, `$schema` and the output's place do not count. */
export function hashConfig(config: SynthConfig): string {
  const { $schema: _, output, ...rest } = config;
  return createHash("sha256")
    .update(canonical({ ...rest, rows: output.rows ?? null, share: output.share }))
    .digest("hex");
}

/** JSON with sorted keys and no blanks: equal values give equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, v]) => v !== undefined);
    return `{${entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`)
      .join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}
