import { benchGitTables } from "./personal/gitTables.ts";
import { benchReplacement } from "./personal/replacement.ts";
import { benchSentences } from "./personal/sentences.ts";

/** Personal data: detection in columns and in sentences, replacement of 100,000 rows, speed. Goals stand beside the figures. */
export async function benchPersonal(options: {
  readonly gittables?: string | undefined;
  readonly places?: string | undefined;
}): Promise<Record<string, unknown>> {
  return {
    ...benchGitTables(options.gittables, options.places === "odd" ? "odd" : "even"),
    ...benchSentences(),
    ...benchReplacement(),
  };
}
