import { valueAt } from "./schemaAt.ts";

interface Edit {
  readonly path: readonly string[];
  readonly value: unknown;
}

/**
 * An edit whose path ends in `-`, the place behind the last item of a list, as one of a place that is there: that of the next item, or
 * of the whole list where the config has none. Other edits as they are; undefined where the list holds the item already.
 * @param config what the config says now
 */
export function addedItem<E extends Edit>(config: unknown, edit: E): E | undefined {
  if (edit.path.length < 2 || edit.path.at(-1) !== "-") return edit;
  const path = edit.path.slice(0, -1);
  const items = valueAt(config, path);
  if (items === undefined) return { ...edit, path, value: [edit.value] };
  if (!Array.isArray(items)) return edit;
  const same = JSON.stringify(edit.value);
  return items.some((item) => JSON.stringify(item) === same)
    ? undefined
    : { ...edit, path: [...path, String(items.length)] };
}
