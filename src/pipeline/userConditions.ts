import { parseWhere } from "../config/where.ts";
import type { Condition } from "../models/synthesizer.ts";
import { toModelConditions } from "../transform/conditions.ts";
import { readDatetime } from "../transform/spelling.ts";
import type { TrainedModel } from "./trainedModel.ts";

/** `--where` texts in the terms of the model. @throws WhereError, ModelError */
export function userConditions(
  trained: Pick<TrainedModel, "specs" | "restore">,
  texts: readonly string[],
): Condition[] {
  const conditions = parseWhere(texts, trained.specs, (text, spec) => {
    const ms = readDatetime(text, spec.format.dateFormat);
    return Number.isNaN(ms) ? null : ms;
  });
  return toModelConditions(trained.restore, conditions);
}
