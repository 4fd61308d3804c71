import { createHash } from "node:crypto";
import { canonical } from "../config/hashConfig.ts";
import { readOptions } from "../config/readOptions.ts";
import type { SynthConfig } from "../config/schema.ts";
import { generator } from "../pipeline/generator.ts";

/**
 * Names of results by what they depend on: same key, same bytes. `fingerprint` is the SHA-256 of the source file; the program's
 * version counts too, as another one may learn otherwise.
 */
export function sourceKey(config: SynthConfig, fingerprint: string): string {
  return keyOf("source", { generator, fingerprint, ...readOptions(config.source, config.columns) });
}

export function modelKey(config: SynthConfig, fingerprint: string): string {
  const { columns, people, locale, rules, detectRules, model, seed, report } = config;
  const { holdout, target } = report;
  const fitted = { columns, people, locale, rules, detectRules, model, seed, holdout, target };
  return keyOf("model", { source: sourceKey(config, fingerprint), ...fitted });
}

/** `rows` and `type` (of file) as they come out, defaults filled in. */
export function tableKey(config: SynthConfig, fingerprint: string, rows: number, type: string): string {
  return keyOf("table", { model: modelKey(config, fingerprint), rows, type, share: config.output.share });
}

/** Gates do not count: they are held against a report that is there. */
export function reportKey(config: SynthConfig, table: string, name: string): string {
  const { enabled: _enabled, gates: _gates, ...report } = config.report;
  return keyOf("report", { table, report, name });
}

function keyOf(kind: string, value: object): string {
  return createHash("sha256")
    .update(canonical([kind, value]))
    .digest("hex")
    .slice(0, 20);
}
