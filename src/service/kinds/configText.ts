import { applyOverrides } from "../../config/overrides.ts";
import { parseConfig } from "../../config/parseConfig.ts";
import { locateAll } from "../../jsonc/configText.ts";
import { editConfigAll } from "../../jsonc/editConfig.ts";
import { applyEdits } from "../../jsonc/textEdit.ts";
import type { Diagnostic } from "../../protocol/run.ts";
import { problemEntry } from "../../protocol/service.ts";
import { ServiceProblem } from "../problem.ts";

/** What a client calls its config in messages. */
const configName = "config";

/** The text of a config as it was sent. */
export function textOf(config: string | Readonly<Record<string, unknown>>): string {
  return typeof config === "string" ? config : `${JSON.stringify(config, null, 2)}\n`;
}

/**
 * Findings about a config of a client, at the places of its own text. It may not name files: `source.path` is left out, or is `table`, the
 * name of the upload; `output.path` is left out.
 */
export function configFindings(text: string, table: string): readonly Diagnostic[] {
  const parsed = parseConfig(text, configName);
  const { source, output } = (parsed.value ?? {}) as {
    readonly source?: { readonly path?: unknown };
    readonly output?: { readonly path?: unknown };
  };
  const foreign = [
    ...(source?.path !== undefined && source.path !== table
      ? [
          {
            severity: "error" as const,
            code: "path-not-allowed",
            message: `a config over HTTP names no files: leave source.path out, or make it ${JSON.stringify(table)}, the name of the upload`,
            path: ["source", "path"],
            at: "value" as const,
          },
        ]
      : []),
    ...(output?.path !== undefined
      ? [
          {
            severity: "error" as const,
            code: "path-not-allowed",
            message:
              "a config over HTTP names no files: leave output.path out, and say output.format for another format",
            path: ["output", "path"],
            at: "value" as const,
          },
        ]
      : []),
  ];
  const filled = applyOverrides(parsed, { set: [["source.path", table]] });
  const broken = parsed.value === undefined ? parsed.diagnostics : filled.diagnostics;
  return [...locateAll(parsed.source, foreign), ...broken];
}

/** @throws ServiceProblem when a finding is an error */
export function refuseConfig(findings: readonly Diagnostic[]): void {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return;
  throw new ServiceProblem(
    "bad-config",
    `${errors.length === 1 ? "1 error" : `${errors.length} errors`}; nothing was run`,
    {
      errors: findings.map(problemEntry),
    },
  );
}

/** The text with `source.path` set to the table's name; nothing else of it changes. */
export function withTable(text: string, table: string): string {
  const changes = [{ path: ["source", "path"], value: table }];
  return applyEdits(text, editConfigAll(text, changes));
}

/** `output.rows` of a config, where it says so. */
export function configRows(config: string | Readonly<Record<string, unknown>>): number | undefined {
  const { output } = (parseConfig(textOf(config), configName).value ?? {}) as {
    readonly output?: { readonly rows?: unknown };
  };
  return typeof output?.rows === "number" ? output.rows : undefined;
}
