import { ModelError } from "../../transform/modelTable.ts";

/** A part of a model file is not what this program writes. Whoever knows the file says so in its name. */
export class DamagedPart extends ModelError {
  constructor(part: string, why: string) {
    super(`its part ${part} is not what was written: ${why}`);
  }
}
