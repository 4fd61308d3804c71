import type { Board, BoardFeature, BoardPhase } from "./board.ts";
import { scoreText } from "./rice.ts";
import { moscowGroups } from "./words.ts";

/** How boards group features. */
export const groupings = ["moscow", "phase", "status"] as const;
export type Grouping = (typeof groupings)[number];

const moscowNames = {
  must: "Must",
  should: "Should",
  could: "Could",
  wont: "Won't this time",
} as const;

/** Features of a board in groups, each in the order of work; empty groups are left out. */
export function groupsOf(
  { features, phases }: Board,
  by: Grouping,
): { readonly title: string; readonly features: readonly BoardFeature[] }[] {
  const groups: readonly (readonly [title: string, key: string | null])[] =
    by === "moscow"
      ? [...moscowGroups.map((key) => [moscowNames[key], key] as const), ["Not prioritized", null]]
      : by === "phase"
        ? [...phases.map(({ id, title }) => [title, id] as const), ["No phase", null]]
        : (["doing", "todo", "idea", "done"] as const).map((key) => [key, key]);
  return groups
    .map(([title, key]) => ({ title, features: features.filter((feature) => feature[by] === key) }))
    .filter((group) => group.features.length > 0);
}

/** What is left to say beside a feature: a missing number, or what brought it forward. */
export function besides({ missing, neededBy }: BoardFeature): string {
  return [
    neededBy === null ? "" : `needed by ${neededBy}`,
    missing.length === 0 || missing.length === 4 ? "" : `no ${missing.join(", ")}`,
  ]
    .filter((part) => part !== "")
    .join("; ");
}

/** What one line says of a phase besides its title: progress, Must share, criteria, due day. */
export function phaseFacts({ done, features, moscow, exit, due }: BoardPhase): string {
  const met = exit.filter((criterion) => criterion.met).length;
  return [
    `${done} of ${features} features done`,
    moscow.mustShare === null ? "" : `Must ${Math.round(moscow.mustShare * 100)} % of the effort`,
    exit.length === 0 ? "no exit criteria" : `${met} of ${exit.length} exit criteria met`,
    due === null ? "" : `due ${due}`,
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

/** The board as Markdown: a table a group, phases with their criteria, personas. */
export function boardMarkdown(board: Board, by: Grouping = "moscow"): string {
  const lines = [`# ${markdownText(board.product)}`, ""];
  for (const { title, features } of groupsOf(board, by)) {
    lines.push(
      `## ${markdownText(title)}`,
      "",
      "| rank | feature | status | RICE | effort | notes |",
      "|---:|---|---|---:|---:|---|",
    );
    for (const feature of features)
      lines.push(
        `| ${feature.rank ?? "–"} | ${markdownText(feature.title)} (\`${feature.id}\`) | ${feature.status} | ${scoreText(feature.score)} | ${feature.effort ?? "–"} | ${markdownText(besides(feature))} |`,
      );
    lines.push("");
  }
  if (board.phases.length > 0) lines.push("## Phases", "");
  for (const phase of board.phases) {
    lines.push(`- **${markdownText(phase.title)}** ${markdownText(phaseFacts(phase))}`);
    for (const { met, reason } of phase.exit) lines.push(`  - [${met ? "x" : " "}] ${markdownText(reason)}`);
  }
  if (board.phases.length > 0) lines.push("");
  if (board.personas.length > 0) {
    lines.push("## Personas", "");
    for (const { name, assumed } of board.personas)
      lines.push(`- ${markdownText(name)}${assumed ? " (assumed: no evidence yet)" : ""}`);
    lines.push("");
  }
  return lines.join("\n");
}

function markdownText(text: string): string {
  return text.replace(/[\\`*_{}[\]<>|#]/g, "\\$&").replace(/\s+/g, " ");
}
