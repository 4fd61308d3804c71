import type { SynthConfig } from "../config/schema.ts";
import type { ProfileOptions } from "../protocol/worker.ts";

/** How the config says its source is read. */
export function profileOptions({ source }: SynthConfig): ProfileOptions {
  return {
    ...(source.delimiter !== undefined && { delimiter: source.delimiter }),
    ...(source.missing !== undefined && { missing: source.missing }),
  };
}
