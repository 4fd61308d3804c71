import type { FeedbackAnalysis, Voices } from "./analyzeFeedback.ts";
import { ratingText } from "./rating.ts";

/** What fronts say of a feedback table, one line each; no text of a row. */
export function feedbackFacts({
  notes,
  people,
  counted,
  rating,
  open,
  compared,
}: FeedbackAnalysis): string[] {
  const who = counted === "people" ? ` by ${people} ${people === 1 ? "person" : "people"}` : "";
  return [
    `${notes} ${notes === 1 ? "note" : "notes"}${who}${counted === "notes" ? " (no person column: notes are counted)" : ""}`,
    ...(rating === null ? [] : [ratingText(rating)]),
    ...(open === 0 ? [] : [`${open} ${open === 1 ? "note has" : "notes have"} no theme yet`]),
    ...(compared < notes ? [`words and likely duplicates: of the newest ${compared} notes`] : []),
  ];
}

/** `42, 35 % (27 to 44 %)`. */
export function voicesText({ people, share }: Voices): string {
  const percent = (x: number) => (100 * x).toFixed(0);
  return `${people}, ${percent(share.value)} % (${percent(share.low)} to ${percent(share.high)} %)`;
}
