import * as vscode from "vscode";
import { outputsPath, readSavedOutputs, savedOutputsText } from "../../notebook/savedOutputs.ts";
import type { GridJson, PageJob } from "../../protocol/notebook.ts";
import type { WorkerClient } from "../../worker/client.ts";
import { WorkerCrash } from "../../worker/workerCrash.ts";
import { isTrusted, localPath } from "../commands/localFile.ts";
import { reason } from "../reason.ts";
import type { Services } from "../services.ts";
import type { CellNotes } from "./cellNotes.ts";
import { toBundle, toOutput } from "./cellOutputs.ts";
import { cellsOf, notebookType, sqlLanguage } from "./cells.ts";
import { NotebookRun } from "./notebookRun.ts";
import type { NotebookMetadata } from "./serializer.ts";

/** Runs cells in a child process of the notebook's own, one job after another. */
export class WorkflowController {
  readonly #services: Services;
  readonly #notes: CellNotes;
  readonly #controller: vscode.NotebookController;
  readonly #workers = new Map<string, WorkerClient>();
  readonly #lines = new Map<string, Promise<unknown>>();
  readonly #subscriptions: vscode.Disposable[] = [];

  constructor(services: Services, notes: CellNotes) {
    this.#services = services;
    this.#notes = notes;
    this.#controller = vscode.notebooks.createNotebookController("syndata.workflow", notebookType, "SynData");
    this.#controller.supportedLanguages = ["jsonc", sqlLanguage];
    this.#controller.supportsExecutionOrder = false;
    this.#controller.description = vscode.l10n.t("on this machine");
    this.#controller.executeHandler = (cells, notebook) => this.run(notebook, cells);
    this.#subscriptions.push(
      this.#controller,
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#close(notebook)),
      this.#controller.onDidChangeSelectedNotebooks(({ notebook, selected }) => {
        if (selected) void this.#restore(notebook);
      }),
    );
  }

  /** Shows saved outputs, which only the controller of a notebook may do. */
  opened(notebook: vscode.NotebookDocument): void {
    this.#controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
    if ((notebook.metadata as NotebookMetadata).outputs !== "beside") return;
    void vscode.commands.executeCommand("notebook.selectKernel", {
      notebookEditor: undefined,
      id: this.#controller.id,
      extension: "syndata.syndata",
    });
  }

  /** Waits for jobs of the same notebook that came before. `fresh`: these cells run whatever the cache has. */
  async run(
    notebook: vscode.NotebookDocument,
    cells: readonly vscode.NotebookCell[],
    fresh: readonly vscode.NotebookCell[] = [],
  ): Promise<void> {
    if ((notebook.metadata as NotebookMetadata).damaged !== undefined) {
      this.#services.messages.error(
        vscode.l10n.t("This file cannot be run: fix its text and open it again."),
      );
      return;
    }
    if (!isTrusted(this.#services)) return;
    const path = localPath(notebook.uri, this.#services);
    if (path === undefined) return;
    const key = notebook.uri.toString();
    const stopped = new AbortController();
    let cancelJob: (() => void) | undefined;
    const show = new NotebookRun(
      { notebook, controller: this.#controller, notes: this.#notes },
      cells,
      () => {
        stopped.abort();
        cancelJob?.();
      },
    );
    const job = async (): Promise<void> => {
      if (stopped.signal.aborted) {
        show.close();
        return;
      }
      const worker = this.#worker(key);
      const handle = worker.start(
        "notebook",
        {
          path,
          cells: cellsOf(notebook),
          run: cells.map(({ index }) => index),
          fresh: fresh.map(({ index }) => index),
        },
        (event) => show.handle(event),
      );
      cancelJob = () => handle.cancel();
      try {
        await handle.result;
        show.close();
      } catch (error) {
        this.#failed(error, show);
      }
      await this.#save(notebook, path, await show.results());
    };
    const line = (this.#lines.get(key) ?? Promise.resolve()).then(job);
    this.#lines.set(
      key,
      line.catch(() => undefined),
    );
    await line;
  }

  /** Other rows of a grid; null when its result is no longer open. */
  async page(notebook: vscode.NotebookDocument, job: PageJob): Promise<GridJson | null> {
    const worker = this.#workers.get(notebook.uri.toString());
    if (worker?.pid === undefined) return null;
    return await worker.start("notebookPage", job).result.catch(() => null);
  }

  dispose(): void {
    for (const worker of this.#workers.values()) worker.dispose();
    for (const one of this.#subscriptions) one.dispose();
  }

  #worker(key: string): WorkerClient {
    const known = this.#workers.get(key);
    if (known !== undefined) return known;
    const worker = this.#services.newWorker();
    this.#workers.set(key, worker);
    return worker;
  }

  #failed(error: unknown, show: NotebookRun): void {
    if (error instanceof WorkerCrash && error.cancelled) {
      show.close();
      return;
    }
    this.#services.log.error(String(error), error instanceof WorkerCrash ? error.log : "");
    show.close(vscode.l10n.t("{0}. What had finished is kept: run the cell again.", reason(error)));
  }

  /** Writes the outputs beside the notebook, if it asks for that. */
  async #save(
    notebook: vscode.NotebookDocument,
    path: string,
    ran: ReadonlyMap<number, boolean>,
  ): Promise<void> {
    if ((notebook.metadata as NotebookMetadata).outputs !== "beside") return;
    const outputs = new Map(
      notebook
        .getCells()
        .filter((cell) => cell.outputs.length > 0)
        .map((cell) => [
          cell.index,
          {
            ok: ran.get(cell.index) ?? cell.executionSummary?.success ?? false,
            outputs: cell.outputs.map(toBundle),
          },
        ]),
    );
    const text = savedOutputsText(cellsOf(notebook), outputs);
    try {
      await vscode.workspace.fs.writeFile(vscode.Uri.file(outputsPath(path)), new TextEncoder().encode(text));
    } catch (error) {
      this.#services.messages.error(vscode.l10n.t("The outputs could not be saved"), error);
    }
  }

  async #restore(notebook: vscode.NotebookDocument): Promise<void> {
    if ((notebook.metadata as NotebookMetadata).outputs !== "beside" || notebook.uri.scheme !== "file")
      return;
    if (notebook.getCells().some((cell) => cell.outputs.length > 0)) return;
    const uri = vscode.Uri.file(outputsPath(notebook.uri.fsPath));
    const bytes = await vscode.workspace.fs.readFile(uri).then(
      (read) => read,
      () => undefined,
    );
    if (bytes === undefined) return;
    const saved = readSavedOutputs(new TextDecoder().decode(bytes), cellsOf(notebook));
    for (const [index, { ok, outputs }] of saved) {
      const execution = this.#controller.createNotebookCellExecution(notebook.cellAt(index));
      execution.start();
      await execution.replaceOutput(outputs.map(toOutput));
      execution.end(ok);
    }
  }

  #close(notebook: vscode.NotebookDocument): void {
    const key = notebook.uri.toString();
    this.#workers.get(key)?.dispose();
    this.#workers.delete(key);
    this.#lines.delete(key);
  }
}
