import { InvalidArgumentError, Option } from "commander";
import { parseSet } from "../config/check/setText.ts";
import type { ModelType } from "../config/modelOptions/model.ts";
import { modelTypes } from "../config/modelOptions/modelLabels.ts";
import { nearest } from "../jsonc/nearest.ts";
import { reportLanguages } from "../language/language.ts";
import { type ReportSection, reportSections } from "../metrics/reportSections.ts";

/** A whole number ≥ 1 (`--rows 1_000` and `1,000` are accepted). */
export function parseCount(text: string): number {
  const value = Number(text.replace(/[_,]/g, ""));
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("expected a whole number of at least 1");
  return value;
}

/** Rows of a part: 1,000 to 10^8. */
export function parseShardRows(text: string): number {
  const value = parseCount(text);
  if (value < 1000 || value > 1e8) throw new InvalidArgumentError("expected 1000 to 100000000");
  return value;
}

/** 0 … 2^32 − 1 */
export function parseSeed(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new InvalidArgumentError("expected a whole number from 0 to 4294967295");
  }
  return value;
}

/** `model.pac=5` → ["model.pac", 5]; a value that is not JSON is text. Repeatable. */
export function parseAssignment(
  text: string,
  before: readonly (readonly [string, unknown])[] = [],
): (readonly [string, unknown])[] {
  const assignment = parseSet(text);
  if (assignment === undefined)
    throw new InvalidArgumentError("expected PATH=VALUE, for example model.pac=5");
  return [...before, assignment];
}

/** Name of a model. */
export function parseModel(text: string): ModelType {
  const name = text.trim();
  if (name === "")
    throw new InvalidArgumentError(`a model name is missing; the models are ${modelTypes.join(", ")}`);
  const found = modelTypes.find((type) => type === name);
  if (found) return found;
  const guess = nearest(name, modelTypes);
  throw new InvalidArgumentError(
    `there is no model ${name}${guess ? `; did you mean ${guess}?` : `; there are ${modelTypes.join(", ")}`}`,
  );
}

/** `fidelity,privacy` */
export function parseSections(text: string): ReportSection[] {
  return text.split(",").map((part) => {
    const name = part.trim();
    if (name === "")
      throw new InvalidArgumentError(
        `a section's name is missing; there are ${Object.keys(reportSections).join(", ")}`,
      );
    if (!Object.hasOwn(reportSections, name))
      throw new InvalidArgumentError(
        `there is no section ${name}; there are ${Object.keys(reportSections).join(", ")}`,
      );
    return name as ReportSection;
  });
}

export function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text];
}

/**
 * The language of what people read of a report. The system's language is not asked: the same command writes the same files on every
 * machine unless somebody says otherwise.
 */
export function langOption(): Option {
  return new Option("--lang <language>", "language of the report that people read; its JSON stays English")
    .choices([...reportLanguages])
    .env("SYNDATA_LANG");
}
