import * as vscode from "vscode";
import { parseShares } from "../../../config/check/shares.ts";
import type { ModelColumns } from "../../../jobs/editor/modelColumns.ts";
import { rowsOfShares } from "../../../pipeline/shards/shares.ts";
import { reason } from "../../reason.ts";

type Column = ModelColumns["columns"][number];

/** Values that are written out for a start: the most frequent ones. */
const maxWritten = 6;

/** Asks for the shares of the values of one column, showing the rows they give. Undefined when given up. */
export async function askShares(columns: readonly Column[], rows: number): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick(
    columns
      .filter(({ categories }) => categories.length > 1)
      .map((column) => ({
        label: column.name,
        description: column.categories
          .slice(0, maxWritten)
          .map(({ value, share }) => `${value} ${Math.round(100 * share)} %`)
          .join(" · "),
        column,
      })),
    { title: vscode.l10n.t("Shares of the values of which column?"), ignoreFocusOut: true },
  );
  if (picked === undefined) return undefined;
  const { name } = picked.column;
  const answer = await vscode.window.showInputBox({
    title: vscode.l10n.t("Shares of the values of {0}", name),
    prompt: vscode.l10n.t(
      "What is left to 1 is drawn from the other values as the model has them; balanced gives every value the same share.",
    ),
    value: asLearned(picked.column),
    ignoreFocusOut: true,
    validateInput: (text) => {
      try {
        return {
          message: countsText(`${name}=${text}`, picked.column, rows),
          severity: vscode.InputBoxValidationSeverity.Info,
        };
      } catch (error) {
        return reason(error);
      }
    },
  });
  return answer === undefined || answer.trim() === "" ? undefined : `${name}=${answer.trim()}`;
}

/** `gold:0.34|basic:0.66`: the shares the model has, for a start; of few values all, so that they add up to 1. */
function asLearned({ categories }: Column): string {
  const written = categories.slice(0, maxWritten);
  const hundredths = written.map(({ share }) => Math.max(1, Math.floor(100 * share)));
  if (written.length === categories.length)
    hundredths[0]! += 100 - hundredths.reduce((sum, share) => sum + share, 0);
  return written
    .map(({ value }, i) => {
      const name = /^[\w .-]+$/.test(value) ? value : JSON.stringify(value);
      return `${name}:${hundredths[i]! / 100}`;
    })
    .join("|");
}

/** `500 × gold · 300 × basic · 200 × other values` @throws WhereError for shares that cannot be */
function countsText(text: string, { name, categories }: Column, rows: number): string {
  const { parts: wanted } = parseShares(text, [name]);
  const parts =
    wanted === "balanced"
      ? categories.map(({ value }) => ({ values: value, share: 1 / categories.length }))
      : wanted;
  const left = 1 - parts.reduce((sum, { share }) => sum + share, 0);
  const named = [...parts, ...(left > 1e-9 ? [{ values: vscode.l10n.t("other values"), share: left }] : [])];
  const counts = rowsOfShares(
    named.map(({ share }) => share),
    0,
    rows,
  );
  return named
    .map(({ values }, i) => `${counts[i]!.toLocaleString(vscode.env.language)} × ${values}`)
    .join(" · ");
}
