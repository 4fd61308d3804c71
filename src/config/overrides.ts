import { type Finding, type JsonPath, locate } from "../jsonc/configText.ts";
import { own } from "../jsonc/own.ts";
import { plainObject } from "../jsonc/plainObject.ts";
import type { Diagnostic } from "../protocol/run.ts";
import type { RunOverrides } from "../protocol/worker.ts";
import { addedItem } from "./check/addedItem.ts";
import { validateValue } from "./check/findings.ts";
import { property, valueAt } from "./check/schemaAt.ts";
import { splitPath } from "./check/setText.ts";
import { recommendedModel } from "./modelOptions/model.ts";
import type { ParsedConfig } from "./parseConfig.ts";
import { modelSchemaOf } from "./schema.ts";

/**
 * The config with the command line's words in place of the file's, validated again. A finding about an overridden value
 * names the flag. `out` should be absolute (it is relative to where the command was typed, not to the config).
 */
export function applyOverrides(parsed: ParsedConfig, overrides: RunOverrides): ParsedConfig {
  const edits = editsOf(overrides);
  if (edits.length === 0 || parsed.value === undefined) return parsed;
  if (parsed.diagnostics.some((d) => d.code === "duplicate-key")) return parsed;
  const stuck: Finding[] = [];
  let value: unknown = withModel(parsed.value, edits);
  const made: Edit[] = [];
  for (const given of edits) {
    const edit = addedItem(value, given);
    if (edit === undefined) continue;
    made.push(edit);
    const next = withValue(value, edit.path, edit.value);
    if (next === undefined) stuck.push(unreachable(edit));
    else value = next.value;
  }
  const { value: fitting, dropped } = withoutForeignOptions(
    value,
    valueAt(parsed.value, ["model", "type"]),
    edits,
  );
  value = fitting;
  const { config, findings } = validateValue(value);
  const diagnostics = [
    ...[...stuck, ...dropped].map((finding) => locate(parsed.source, finding)),
    ...findings.map((finding) => withFlag(locate(parsed.source, finding), made)),
  ];
  return { ...parsed, config: stuck.length > 0 ? undefined : config, diagnostics, value };
}

/** Diagnostics of what the command line gave, under the flag's name. */
export function nameFlags(diagnostics: readonly Diagnostic[], overrides: RunOverrides): Diagnostic[] {
  const edits = editsOf(overrides);
  return diagnostics.map((diagnostic) => withFlag(diagnostic, edits));
}

interface Edit {
  readonly flag: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

function editsOf({ rows, epochs, seed, out, set }: RunOverrides): Edit[] {
  const edits: (Edit | undefined)[] = [
    rows === undefined ? undefined : { flag: "--rows", path: ["output", "rows"], value: rows },
    epochs === undefined ? undefined : { flag: "--epochs", path: ["model", "epochs"], value: epochs },
    seed === undefined ? undefined : { flag: "--seed", path: ["seed"], value: seed },
    out === undefined ? undefined : { flag: "--out", path: ["output", "path"], value: out },
    ...(set ?? []).map(([path, value]) => ({ flag: `--set ${path}`, path: splitPath(path) ?? [], value })),
  ];
  return edits.filter((edit) => edit !== undefined);
}

/** A copy of `value` with `leaf` at `path`; objects on the way are made. Undefined when something else is in the way. */
function withValue(value: unknown, path: readonly string[], leaf: unknown): { value: unknown } | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return { value: leaf };
  if (Array.isArray(value)) {
    const index = Number(key);
    if (!Number.isInteger(index) || index < 0 || index > value.length) return undefined;
    const inner = withValue(value[index], rest, leaf);
    return inner && { value: [...value.slice(0, index), inner.value, ...value.slice(index + 1)] };
  }
  if (value !== undefined && (typeof value !== "object" || value === null)) return undefined;
  const object = Object.assign(plainObject(), value);
  const inner = withValue(own(object, key), rest, leaf);
  if (inner === undefined) return undefined;
  object[key] = inner.value;
  return { value: object };
}

/** `--epochs 3` on a config without `model` is about the recommended one. */
function withModel(value: unknown, edits: readonly Edit[]): unknown {
  if (
    property(value, "model") !== undefined ||
    !edits.some(({ path }) => path[0] === "model" && path.length > 1)
  )
    return value;
  return withValue(value, ["model", "type"], recommendedModel)?.value ?? value;
}

/** `--set model.type=tvae` on a CTGAN config: what was chosen for CTGAN (its epochs, say) is left out, and it is said. */
function withoutForeignOptions(
  value: unknown,
  before: unknown,
  edits: readonly Edit[],
): { value: unknown; dropped: Finding[] } {
  const model = property(value, "model");
  const type = property(model, "type");
  const known = typeof type === "string" ? modelSchemaOf(type) : undefined;
  const changed = edits.some(({ path }) => path.join(".") === "model.type") && type !== before;
  if (!changed || known === undefined || typeof model !== "object" || model === null)
    return { value, dropped: [] };
  const typed = edits.filter(({ path }) => path[0] === "model").map(({ path }) => path[1]);
  const foreign = Object.keys(model).filter((key) => key !== "type" && !typed.includes(key));
  const kept = Object.fromEntries(Object.entries(model).filter(([key]) => !foreign.includes(key)));
  const dropped = foreign.map((key): Finding => {
    const message = `model.${key} is left out: it was written for another model than ${String(type)}`;
    return { severity: "info", code: "unused-setting", message, path: ["model", key], at: "key" };
  });
  return { value: withValue(value, ["model"], kept)?.value, dropped };
}

function unreachable({ flag, path }: Edit): Finding {
  const message =
    path.length === 0
      ? `${flag}: give a key and a value, as in --set model.pac=5`
      : `${flag}: there is no such place in the config`;
  return { severity: "error", code: "invalid-value", message, path, at: "key" };
}

function withFlag(diagnostic: Diagnostic, edits: readonly Edit[]): Diagnostic {
  if (diagnostic.flag !== undefined) return diagnostic;
  const starts = (a: JsonPath, b: JsonPath) => a.every((part, i) => String(b[i]) === String(part));
  const { path } = diagnostic;
  const edit =
    edits.findLast((e) => starts(e.path, path)) ??
    edits.findLast((e) => path.length > 0 && starts(path, e.path));
  if (edit === undefined) return diagnostic;
  const { fix: _, ...rest } = diagnostic;
  // who types --set model.typ=… means the key that is there
  const message = diagnostic.message.replace(/: ("[^"]*") is already there$/, ": did you mean $1?");
  return { ...rest, flag: edit.flag, message: `${edit.flag}: ${message}` };
}
