import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { modelOf, runsOf } from "../../runs/pastRun.ts";
import type { Services } from "../services.ts";
import type { ProductDocument } from "./productDocument.ts";

const demoRows = 50;

/**
 * Opens 50 synthetic rows that illustrate a persona as a new table, not saved.
 * @throws Error where the persona names no data set, or that has no trained model
 */
export async function showDemoRows(
  services: Services,
  product: ProductDocument,
  persona: string,
): Promise<void> {
  const rows = product.product?.personas.find(({ id }) => id === persona)?.rows;
  if (rows === undefined) throw new Error(vscode.l10n.t("This persona names no rows."));
  if (!vscode.workspace.isTrusted)
    throw new Error(vscode.l10n.t("This workspace is not trusted: no model is read."));
  const runs = await runsOf(product.configOf(rows.data).fsPath);
  const model = runs.map(modelOf).find((path) => path !== undefined);
  if (model === undefined)
    throw new Error(vscode.l10n.t("{0} has no trained model yet: run its config first.", rows.data));
  const folder = await mkdtemp(join(tmpdir(), "syndata-rows-"));
  const worker = services.newWorker();
  try {
    const out = join(folder, "rows.csv");
    await worker.start("sample", { model, rows: demoRows, where: rows.where, seed: 42, out }).result;
    const content = await readFile(out, "utf8");
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ content, language: "csv" }),
      {
        viewColumn: vscode.ViewColumn.Beside,
      },
    );
  } finally {
    worker.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}
