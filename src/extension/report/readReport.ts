import { readFile } from "node:fs/promises";
import type { ReportJson } from "../../protocol/report.ts";
import type { Translate } from "../../runs/translate.ts";

/** Why a report cannot be shown, in the person's language, with what to do. */
export class ReportProblem extends Error {
  readonly title: string;
  constructor(title: string, text: string) {
    super(text);
    this.title = title;
  }
}

const newestVersion = 1;

/** Reads a `report.json`. Throws `ReportProblem` when it is missing, damaged or written by a newer SynData. */
export async function readReport(path: string, t: Translate): Promise<ReportJson> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const gone = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw gone
      ? new ReportProblem(
          t("This report is gone"),
          t("{0} does not exist any more. Run the config again to make a new report.", path),
        )
      : new ReportProblem(
          t("This report cannot be read"),
          t("{0} cannot be read: {1}", path, (error as Error).message),
        );
  }
  return parseReport(text, path, t);
}

export function parseReport(text: string, path: string, t: Translate): ReportJson {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw damaged(path, (error as Error).message, t);
  }
  const version = isObject(value) ? value["version"] : undefined;
  if (typeof version === "number" && version > newestVersion)
    throw new ReportProblem(
      t("This report needs a newer SynData"),
      t(
        "{0} is a report of version {1}; this SynData reads version {2}. Update the extension to see it.",
        path,
        version,
        newestVersion,
      ),
    );
  const report = value as Partial<ReportJson>;
  if (
    version !== newestVersion ||
    !isObject(report.tables) ||
    !Array.isArray(report.columns) ||
    !isObject(report.verdict)
  )
    throw damaged(path, t("it is not a SynData report"), t);
  return value as ReportJson;
}

function damaged(path: string, why: string, t: Translate): ReportProblem {
  return new ReportProblem(
    t("This report is damaged"),
    t("{0} cannot be shown: {1}. Run the config again to make a new report.", path, why),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
