import { shareMessage } from "../../config/check/checkShare.ts";
import type { SynthConfig } from "../../config/schema.ts";
import { WhereError } from "../../config/where.ts";
import { PipelineError } from "../pipelineError.ts";
import { type RowPart, rowParts } from "./rowParts.ts";
import type { Learned } from "./userConditions.ts";

/**
 * The parts of a table that `output.share` asks for; undefined where it asks for none.
 * @throws PipelineError for values that the column cannot have
 */
export function outputParts({ output: { share } }: SynthConfig, learned: Learned): RowPart[] | undefined {
  if (share === undefined) return undefined;
  try {
    return rowParts(learned, [], share);
  } catch (error) {
    throw error instanceof WhereError ? new PipelineError(shareMessage(error)) : error;
  }
}
