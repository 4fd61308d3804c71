import type { EditorChange, ModelChoice } from "../../../src/protocol/editor.ts";
import { isObject, ownValue, textsAt, valueAt } from "../json.ts";

type Config = Readonly<Record<string, unknown>>;

/** `value` undefined takes the setting out: what is inferred or the default holds again. */
export function setValue(config: Config, path: readonly (string | number)[], value: unknown): EditorChange[] {
  if (value !== undefined) return [{ path, value }];
  if (valueAt(config, path) === undefined) return [];
  return [{ path: emptied(config, path) }];
}

/** One setting of several columns. */
export function setColumns(
  config: Config,
  names: readonly string[],
  key: string,
  value: unknown,
): EditorChange[] {
  if (key === "role") return setRole(config, names, value);
  return names.flatMap((name) => setValue(config, ["columns", name, key], value));
}

/** Everything said of these columns is taken out. */
export function resetColumns(config: Config, names: readonly string[]): EditorChange[] {
  const columns = ownValue(config, "columns");
  return names
    .filter((name) => ownValue(columns, name) !== undefined)
    .map((name) => ({ path: ["columns", name] }));
}

/**
 * Roles are said at the column or in `report`; both places are kept in agreement. There is one target at most: making a
 * column the target takes the role from the one before.
 */
function setRole(config: Config, names: readonly string[], value: unknown): EditorChange[] {
  const target = valueAt(config, ["report", "target"]);
  const sensitive = textsAt(config, ["report", "sensitive"]);
  const [first] = names;
  if (value === "target" && first !== undefined) {
    const columns = ownValue(config, "columns");
    const before = Object.keys(isObject(columns) ? columns : {}).filter(
      (name) => name !== first && valueAt(columns, [name, "role"]) === "target",
    );
    return [
      ...before.flatMap((name) => setValue(config, ["columns", name, "role"], undefined)),
      ...unlist(config, sensitive, [first]),
      ...(target === undefined
        ? setValue(config, ["columns", first, "role"], "target")
        : [
            ...setValue(config, ["columns", first, "role"], undefined),
            ...(target === first ? [] : setValue(config, ["report", "target"], first)),
          ]),
    ];
  }
  // Without a role of its own, a column gets its inferred role back by leaving the lists of `report`.
  const leaving = names.filter(
    (name) => value !== undefined || valueAt(config, ["columns", name, "role"]) === undefined,
  );
  return [
    ...names.flatMap((name) => setValue(config, ["columns", name, "role"], value)),
    ...(typeof target === "string" && leaving.includes(target)
      ? setValue(config, ["report", "target"], undefined)
      : []),
    ...(value === "sensitive" ? [] : unlist(config, sensitive, leaving)),
  ];
}

function unlist(config: Config, sensitive: readonly string[], names: readonly string[]): EditorChange[] {
  const kept = sensitive.filter((name) => !names.includes(name));
  if (kept.length === sensitive.length) return [];
  return setValue(config, ["report", "sensitive"], kept.length === 0 ? undefined : kept);
}

/** Another model: options it does not know would be errors and are taken out. */
export function setModel(config: Config, model: ModelChoice): EditorChange[] {
  const before = ownValue(config, "model");
  if (!isObject(before)) return [{ path: ["model"], value: { type: model.type } }];
  const known = new Set(["type", ...model.options.map(({ key }) => key)]);
  return [
    { path: ["model", "type"], value: model.type },
    ...Object.keys(before)
      .filter((key) => !known.has(key))
      .map((key) => ({ path: ["model", key] })),
  ];
}

/** Texts of a list, without its key when there are none left. */
export function setList(config: Config, path: readonly string[], items: readonly string[]): EditorChange[] {
  return setValue(config, path, items.length === 0 ? undefined : items);
}

/** Taking out the last key of an entry takes out the entry, of a column or a gate, too. */
function emptied(config: Config, path: readonly (string | number)[]): readonly (string | number)[] {
  const parent = path.slice(0, -1);
  const [part] = path;
  const least = part === "columns" ? 2 : part === "report" ? 2 : path.length;
  if (parent.length < least || part === "source") return path;
  const entry = valueAt(config, parent);
  return isObject(entry) && Object.keys(entry).length === 1 ? emptied(config, parent) : path;
}
