import type { Board } from "../product/board.ts";
import { besides, type Grouping, groupsOf, phaseFacts } from "../product/boardText.ts";
import { scoreText } from "../product/rice.ts";
import type { Paint } from "./paint.ts";
import { cell, escapeControl } from "./textTable.ts";

/** The board as lines for a terminal of `width` columns. */
export function boardLines(
  board: Board,
  by: Grouping,
  { width, paint }: { readonly width: number; readonly paint: Paint },
): string[] {
  const titleWidth = Math.max(16, Math.min(48, width - 48));
  const unit = board.reach ?? null;
  const lines = [paint("bold", escapeControl(board.product))];
  if (unit !== null) lines.push(paint("dim", escapeControl(`reach: ${unit.unit} per ${unit.per}`)));
  for (const { title, features } of groupsOf(board, by)) {
    lines.push("", paint("bold", escapeControl(title)));
    lines.push(
      paint(
        "dim",
        `${"rank".padStart(4)}  ${"feature".padEnd(titleWidth)}  ${"status".padEnd(7)} ${"RICE".padStart(8)}  effort`,
      ),
    );
    for (const feature of features) {
      const row = `${String(feature.rank ?? "–").padStart(4)}  ${cell(feature.title, titleWidth)}  ${feature.status.padEnd(7)} ${scoreText(feature.score).padStart(8)}  ${String(feature.effort ?? "–").padStart(6)}`;
      const more = besides(feature);
      lines.push(more === "" ? row : `${row}  ${paint("dim", escapeControl(more))}`);
    }
  }
  if (board.phases.length > 0) lines.push("", paint("bold", "Phases"));
  for (const phase of board.phases) {
    lines.push(escapeControl(`${phase.title}: ${phaseFacts(phase)}`));
    for (const { met, reason } of phase.exit)
      lines.push(`  ${met ? paint("green", "✔") : paint("red", "✖")} ${escapeControl(reason)}`);
  }
  const problems = board.findings.filter(({ severity }) => severity !== "info").length;
  if (problems > 0)
    lines.push(
      "",
      paint("yellow", `${problems} ${problems === 1 ? "finding" : "findings"}: syndata mvp check`),
    );
  return lines;
}
