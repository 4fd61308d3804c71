import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import type { ModelColumns } from "../../../jobs/editor/modelColumns.ts";
import type { Sdtype } from "../../../table/columnTypes.ts";
import type { Services } from "../../services.ts";
import { openTable } from "../artifacts.ts";
import { doInProgress } from "../inProgress.ts";
import { isTrusted, localPath } from "../localFile.ts";
import { askShares } from "./askShares.ts";
import { modelFile } from "./pickModel.ts";

const defaultRows = 1000;

/** *Sample More…*: rows from a trained model, under conditions put together from its columns. */
export async function sampleMore(services: Services, argument: unknown): Promise<void> {
  if (!isTrusted(services)) return;
  const uri = await modelFile(argument);
  const model = uri && localPath(uri, services);
  if (model === undefined) return;
  const name = basename(model).replace(/\.synthmodel$/, "");
  const known = await doInProgress(services, vscode.l10n.t("Reading {0}", basename(model)), [
    "modelColumns",
    { model },
  ]);
  if (known === undefined) return;
  const rows = await askRows();
  if (rows === undefined) return;
  const asked = await askConditions(known.columns, rows);
  if (asked === undefined) return;
  const out = await vscode.window.showSaveDialog({
    title: vscode.l10n.t("Where the rows go"),
    defaultUri: vscode.Uri.file(join(dirname(model), `${name}-sample.csv`)),
  });
  if (out === undefined) return;
  const made = await doInProgress(services, vscode.l10n.t("Sampling from {0}", basename(model)), [
    "sample",
    { model, rows, ...asked, out: out.fsPath },
  ]);
  if (made !== undefined) await openTable(out.fsPath);
}

async function askRows(): Promise<number | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t("How many rows?"),
    value: String(defaultRows),
    validateInput: (value) =>
      /^\s*[1-9]\d{0,9}\s*$/.test(value) ? undefined : vscode.l10n.t("A whole number of at least 1."),
  });
  return text === undefined ? undefined : Number(text);
}

interface ConditionItem extends vscode.QuickPickItem {
  readonly act: "done" | "remove" | "add" | "shares";
  readonly column?: ModelColumns["columns"][number];
}

interface Asked {
  readonly where: readonly string[];
  readonly share?: string;
}

/**
 * Asks for conditions until the person is done, and for the shares of a column's values; one on a column takes the place of an
 * earlier one. Undefined when given up.
 */
async function askConditions(columns: ModelColumns["columns"], rows: number): Promise<Asked | undefined> {
  const conditions = new Map<string, string>();
  let share: string | undefined;
  for (;;) {
    const picked = await vscode.window.showQuickPick(itemsOf(columns, conditions, share), {
      title: vscode.l10n.t("Only rows that meet all conditions"),
      placeHolder: vscode.l10n.t("Choose a column to add a condition"),
      ignoreFocusOut: true,
    });
    if (picked === undefined) return undefined;
    const { column } = picked;
    if (picked.act === "done")
      return { where: [...conditions.values()], ...(share !== undefined && { share }) };
    if (picked.act === "shares" || column === undefined) {
      share = share === undefined ? await askShares(columns, rows) : undefined;
      continue;
    }
    if (picked.act === "remove") conditions.delete(column.name);
    else {
      const value = await vscode.window.showInputBox({
        title: column.name,
        prompt: hintOf(column.sdtype),
        ignoreFocusOut: true,
      });
      if (value !== undefined && value.trim() !== "")
        conditions.set(column.name, `${column.name}=${value.trim()}`);
    }
  }
}

function itemsOf(
  columns: ModelColumns["columns"],
  conditions: ReadonlyMap<string, string>,
  share: string | undefined,
): ConditionItem[] {
  const done =
    conditions.size === 0
      ? vscode.l10n.t("Sample without conditions")
      : vscode.l10n.t("Sample with {0} conditions", conditions.size);
  const given = columns.flatMap((column): ConditionItem[] => {
    const text = conditions.get(column.name);
    return text === undefined
      ? []
      : [
          {
            label: `$(filter) ${text}`,
            description: vscode.l10n.t("choose to remove"),
            act: "remove",
            column,
          },
        ];
  });
  const others = columns.map(
    (column): ConditionItem => ({
      label: `$(add) ${column.name}`,
      description: column.sdtype,
      act: "add",
      column,
    }),
  );
  const shares: ConditionItem =
    share === undefined
      ? { label: `$(graph) ${vscode.l10n.t("Set the shares of a column's values…")}`, act: "shares" }
      : { label: `$(graph) ${share}`, description: vscode.l10n.t("choose to remove"), act: "shares" };
  const some = columns.some(({ categories }) => categories.length > 1);
  return [{ label: `$(check) ${done}`, act: "done" }, ...given, ...(some ? [shares] : []), ...others];
}

function hintOf(sdtype: Sdtype): string {
  if (sdtype === "numerical")
    return vscode.l10n.t("A number, or a range such as 30..40, 30.. or ..40; missing or present");
  if (sdtype === "datetime")
    return vscode.l10n.t(
      "A date, month or year such as 2024-01, or a range such as 2024-01-01..; missing or present",
    );
  return vscode.l10n.t("A value, or several such as basic|gold; missing or present");
}
