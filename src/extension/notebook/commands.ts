import { basename, dirname, join } from "node:path";
import * as vscode from "vscode";
import { isDamaged, type NotebookFile, notebookText, parseNotebook } from "../../notebook/notebookFile.ts";
import type { NotebookCell } from "../../protocol/notebook.ts";
import { localPath } from "../commands/localFile.ts";
import { configFile, dataFile } from "../commands/pickFile.ts";
import { freeName, stem } from "../files.ts";
import type { Services } from "../services.ts";
import { cellsOf, notebookType } from "./cells.ts";
import type { WorkflowController } from "./controller.ts";

type Command = (services: Services, controller: WorkflowController, argument: unknown) => Promise<void>;

const commands: Readonly<Record<string, Command>> = {
  newNotebook,
  convertToNotebook,
  convertToConfig,
  runCellFresh,
  keepNotebookOutputs: (_services, _controller, argument) => chooseOutputs(argument, "beside"),
  omitNotebookOutputs: (_services, _controller, argument) => chooseOutputs(argument, "omit"),
};

export function registerNotebookCommands(
  services: Services,
  controller: WorkflowController,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, command]) =>
      vscode.commands.registerCommand(`syndata.${name}`, async (argument: unknown) => {
        try {
          await command(services, controller, argument);
        } catch (error) {
          services.messages.error(vscode.l10n.t("SynData could not do that"), error);
        }
      }),
    ),
  );
}

/** A workflow to start from, beside its table. */
async function newNotebook(
  services: Services,
  _controller: WorkflowController,
  argument: unknown,
): Promise<void> {
  const table = await dataFile(fileOf(argument));
  const data = table && localPath(table, services);
  if (data === undefined) return;
  const cell = (kind: string, text: string) => ({ kind, text, extra: {} });
  const file: NotebookFile = {
    outputs: "omit",
    extra: {},
    cells: [
      cell("markdown", `# Synthetic ${stem(data)}`),
      cell(
        "synth",
        `{ "source": { "path": ${JSON.stringify(basename(data))} }, "report": { "holdout": 0.2 } }`,
      ),
      cell("sql", "SELECT * FROM source LIMIT 10"),
      cell("synth", '{ "model": { "type": "circuit" } }'),
      cell("synth", '{ "output": { "rows": 1000 } }'),
      cell("synth", '{ "report": {} }'),
    ],
  };
  await writeAndOpen(dirname(data), stem(data), ".synthnb", notebookText(file));
}

async function convertToNotebook(
  _services: Services,
  _controller: WorkflowController,
  argument: unknown,
): Promise<void> {
  const uri = await configFile(argument);
  if (uri === undefined) return;
  const { configToNotebookText } = await import("../../notebook/convert.ts");
  const name = stem(uri.fsPath);
  const text = configToNotebookText(await textAt(uri), uri.fsPath, name);
  await writeAndOpen(dirname(uri.fsPath), name, ".synthnb", text);
}

async function convertToConfig(
  { messages }: Services,
  _controller: WorkflowController,
  argument: unknown,
): Promise<void> {
  const notebook = notebookOf(argument);
  const uri = fileOf(argument) ?? notebook?.uri;
  if (uri === undefined) return;
  const { convertibleTables, notebookToConfigText } = await import("../../notebook/convert.ts");
  const cells = notebook === undefined ? await cellsAt(uri) : cellsOf(notebook);
  const tables = convertibleTables(cells, uri.fsPath);
  const table =
    tables.length > 1
      ? await vscode.window.showQuickPick(tables, {
          placeHolder: vscode.l10n.t("The table to make a config for"),
        })
      : tables[0];
  if (table === undefined) {
    if (tables.length === 0)
      messages.error(
        vscode.l10n.t("This notebook makes no synthetic table yet: add a model and an output step."),
      );
    return;
  }
  const text = notebookToConfigText(cells, uri.fsPath, table);
  await writeAndOpen(dirname(uri.fsPath), basename(uri.fsPath, ".synthnb"), ".synth.json", text);
}

/** The cell once more, whatever the cache has. */
async function runCellFresh(
  _services: Services,
  controller: WorkflowController,
  argument: unknown,
): Promise<void> {
  const editor = vscode.window.activeNotebookEditor;
  const cell = (argument as vscode.NotebookCell | undefined)?.notebook
    ? (argument as vscode.NotebookCell)
    : editor?.notebook.cellAt(editor.selection.start);
  if (cell !== undefined && cell.notebook.notebookType === notebookType)
    await controller.run(cell.notebook, [cell], [cell]);
}

async function chooseOutputs(argument: unknown, outputs: "beside" | "omit"): Promise<void> {
  const notebook = notebookOf(argument);
  if (notebook === undefined) return;
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, [vscode.NotebookEdit.updateNotebookMetadata({ ...notebook.metadata, outputs })]);
  await vscode.workspace.applyEdit(edit);
}

function fileOf(argument: unknown): vscode.Uri | undefined {
  return argument instanceof vscode.Uri ? argument : undefined;
}

/** Commands of the toolbar are given `{ notebookEditor: { notebookUri } }`. */
function notebookOf(argument: unknown): vscode.NotebookDocument | undefined {
  const uri =
    fileOf(argument) ??
    (argument as { readonly notebookEditor?: { readonly notebookUri?: vscode.Uri } } | undefined)
      ?.notebookEditor?.notebookUri;
  if (uri !== undefined)
    return vscode.workspace.notebookDocuments.find((one) => one.uri.toString() === uri.toString());
  const active = vscode.window.activeNotebookEditor?.notebook;
  return active?.notebookType === notebookType ? active : undefined;
}

async function textAt(uri: vscode.Uri): Promise<string> {
  const open = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
  return open?.getText() ?? new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

async function cellsAt(uri: vscode.Uri): Promise<readonly NotebookCell[]> {
  const file = parseNotebook(await textAt(uri));
  if (isDamaged(file)) throw new Error(file.reason);
  return file.cells;
}

async function writeAndOpen(folder: string, name: string, ending: string, text: string): Promise<void> {
  const existing = new Set(
    (await vscode.workspace.fs.readDirectory(vscode.Uri.file(folder))).map(([one]) => one),
  );
  const free = freeName(name, (one) => existing.has(`${one}${ending}`));
  const uri = vscode.Uri.file(join(folder, `${free}${ending}`));
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.commands.executeCommand("vscode.open", uri);
}
