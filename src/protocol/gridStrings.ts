import { type WordsOf, wordsOf } from "./words.ts";

/** Every word of the data grid in English, by key. `{0}`, `{1}` … are replaced. The host sends them in the person's language. */
export const gridStrings = {
  "grid.label": "Rows of the table",
  "grid.number": "Row",
  "grid.reading": "Reading the file…",
  "grid.first": "The first {0} rows. The others, sorting and filters come when all are read…",
  "grid.rows": "{0} rows",
  "grid.some": "{0} of {1} rows",
  "grid.noRows": "No row meets these conditions.",
  "grid.filter": "Filter",
  "grid.filterExample": "such as age=30..40 or plan=gold|team",
  "grid.filterHelp":
    "A condition on a column, then Enter: age=30..40, joined=2024-01, plan=gold|team, score=missing. All conditions must hold.",
  "grid.removeFilter": "Remove the condition {0}",
  "grid.goTo": "Go to row",
  "grid.copy": "Copy as CSV",
  "grid.copied": "Rows copied as CSV, with the names of the columns: {0}",
  "grid.missing": "missing",
  "grid.summary": "{0} different values, {1} missing",
  "grid.sort": "Enter or a click sorts: smallest first, largest first, as in the file",
  "rows.title": "Rows side by side",
  "rows.warning":
    "The left table holds real rows. They stay on this machine: no report that you export has any of them.",
  "rows.real": "Real rows",
  "rows.synthetic": "Synthetic rows",
  "rows.unlike": "Next of the rows most unlike the real ones",
  "rows.nearest": "Nearest real row",
  "rows.stack": "One below the other",
  "rows.close": "Close",
  "rows.looking": "Comparing the rows…",
  "rows.pair":
    "Synthetic row {0}: its nearest real row is {1}, at a distance of {2} (0 is alike, 1 is different in every column).",
  "rows.notLooked": "Only the first {0} synthetic rows were compared.",
  "grid.failed": "This table cannot be shown",
} as const;

export type GridWords = WordsOf<keyof typeof gridStrings>;

export function gridWords(overrides: Readonly<Record<string, string>>): GridWords {
  return wordsOf(gridStrings, overrides);
}
