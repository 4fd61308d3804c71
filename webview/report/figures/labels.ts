import { say } from "../../../src/language/language.ts";

/** Text from data files goes through here: Plotly reads a little HTML in labels, and line ends would break a tick. */
export function plain(text: string, most = 40): string {
  const line = text.replace(/\s+/gu, " ");
  const characters = [...line.slice(0, 4 * most)];
  const short = characters.length > most ? `${characters.slice(0, most - 1).join("")}…` : line;
  return short.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

/** One label a name, all different even where the shortened names are not: Plotly merges equal categories. */
export function distinctLabels(names: readonly string[], most = 40): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const label = plain(name, most) || say("(empty)");
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    return label + "\u200b".repeat(before);
  });
}
