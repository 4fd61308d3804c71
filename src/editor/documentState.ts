import { basename, join } from "node:path";
import { checkColumns } from "../config/check/checkColumns.ts";
import { type ParsedConfig, parseConfig } from "../config/parseConfig.ts";
import { configPaths } from "../config/paths.ts";
import { suggestTarget } from "../config/suggestTarget.ts";
import { brokenDiagnostics } from "../pipeline/stages/brokenRules.ts";
import type { DocumentState, RulesState } from "../protocol/editor.ts";
import type { Diagnostic } from "../protocol/run.ts";
import type { TableProfile } from "../table/profile/tableProfile.ts";
import { effectiveColumns } from "./effectiveColumns.ts";
import { privacyMeter } from "./privacyMeter.ts";
import { linesUpTo, problemOf } from "./problems.ts";
import { writtenRules } from "./writtenRules.ts";

export interface DocumentFacts {
  readonly text: string;
  readonly version: number;
  /** Absolute path of the config; null when it is not on a disk. */
  readonly path: string | null;
  /** What messages call it. */
  readonly file: string;
  readonly readonly: boolean;
}

/** A text understood once: what its views show, and where its problems are in the text. */
export interface ReadDocument {
  readonly state: DocumentState;
  readonly parsed: ParsedConfig;
  /** In the order of `state.problems`. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * `parsed`: of the same text, when there is one; `checks`: how its rules fare on the data, when that is known.
 * Looks at the disk for source and output; never throws.
 */
export function readDocument(
  facts: DocumentFacts,
  profile: TableProfile | undefined,
  parsed: ParsedConfig = parseConfig(facts.text, facts.file),
  checks: RulesState["checks"] = null,
): ReadDocument {
  const { version, file } = facts;
  const { config, value } = parsed;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    const [first] = parsed.diagnostics;
    const { line, column, message } = first ?? {
      line: 1,
      column: 1,
      message: "the config must be an object",
    };
    const excerpt = linesUpTo(facts.text, line);
    const state = { kind: "broken", version, file, message, line, column, excerpt } as const;
    return { state, parsed, diagnostics: parsed.diagnostics };
  }
  const paths =
    config === undefined || facts.path === null
      ? []
      : configPaths({ ...parsed, config }, facts.path).diagnostics;
  const diagnostics = [
    ...parsed.diagnostics,
    ...paths,
    ...(profile === undefined ? [] : checkColumns(parsed, profile)),
    ...brokenDiagnostics(parsed, checks ?? []),
  ];
  const source = sourcePath(value);
  return {
    parsed,
    diagnostics,
    state: {
      kind: "config",
      version,
      file,
      value: value as Record<string, unknown>,
      problems: diagnostics.map(problemOf),
      effective: profile === undefined ? null : effectiveColumns(config, value, profile),
      defaultOutput: source === undefined ? "" : join("synthetic", basename(source)).replaceAll("\\", "/"),
      defaultTarget: (profile && suggestTarget(profile)) ?? null,
      readonly: facts.readonly,
      rules: writtenRules(value),
      privacy: privacyMeter(config, profile),
    },
  };
}

/** `source.path` as written, when it is a text. */
export function sourcePath(value: unknown): string | undefined {
  const { source } = (value ?? {}) as { readonly source?: unknown };
  const { path } = (source ?? {}) as { readonly path?: unknown };
  return typeof path === "string" && path !== "" ? path : undefined;
}
