import type { FeedbackAnalysis } from "./analyzeFeedback.ts";
import type { Rating } from "./rating.ts";

/** What is known of one feedback table of a product file. */
export type TableFeedback =
  | { readonly id: string; readonly state: "missing" }
  /** It cannot be read as it is described, or has no rows. */
  | { readonly id: string; readonly state: "failed"; readonly message: string }
  /** It is the output of a config and counts nowhere. */
  | { readonly id: string; readonly state: "synthetic"; readonly config: string }
  | {
      readonly id: string;
      readonly state: "read";
      readonly analysis: FeedbackAnalysis;
      /** Texts by row name; absent unless asked for. */
      readonly quotes?: Readonly<Record<string, string>>;
    };

/** The rating of a table, or a sentence that says why there is none. */
export function ratingOf(found: TableFeedback): Rating | string {
  if (found.state === "missing") return "the table is not here";
  if (found.state === "failed") return found.message;
  if (found.state === "synthetic")
    return `it is the output of ${found.config}, and synthetic rows are no evidence`;
  return found.analysis.rating ?? "it has no score column";
}
