import type { Change } from "../jsonc/editConfig.ts";
import type { NextStep } from "../protocol/sharing.ts";

/**
 * Returns the changes of a config's text that a next step of a report asks for. Another model takes the place of the whole
 * `model`, since the options of one model are errors for another.
 */
export function stepChanges({ edits }: NextStep): Change[] {
  return edits.map(({ path, value }) =>
    path.join(".") === "model.type"
      ? { path: ["model"], value: { type: value } }
      : { path: [...path], value },
  );
}
