import type { Change } from "../jsonc/editConfig.ts";
import type { NextStep } from "../protocol/sharing.ts";
import { addedItem } from "./check/addedItem.ts";

/**
 * Returns the changes of a config's text that a next step of a report asks for. Another model takes the place of the whole `model`,
 * since the options of one model are errors for another. A rule stands behind those that are there, unless it is one of them.
 * @param config what the text says, read as JSON
 */
export function stepChanges({ edits }: NextStep, config: unknown): Change[] {
  return edits.flatMap((edit): Change[] => {
    if (edit.path.join(".") === "model.type") return [{ path: ["model"], value: { type: edit.value } }];
    const placed = addedItem(config, edit);
    if (placed === undefined) return [];
    const isItem = placed !== edit && placed.path.length === edit.path.length;
    return [
      {
        path: isItem ? [...placed.path.slice(0, -1), Number(placed.path.at(-1))] : [...placed.path],
        value: placed.value,
      },
    ];
  });
}
