import { UserError } from "../table/userError.ts";

/** The config or the situation is wrong in a way the user can fix. */
export class PipelineError extends UserError {
  override readonly name = "PipelineError";
}
