import * as vscode from "vscode";
import { lossesMime, type MimeBundle, type NotebookEvent } from "../../protocol/notebook.ts";
import { stageText } from "../../runs/stageText.ts";
import { spokenLanguage } from "../spokenLanguage.ts";
import type { CellNotes } from "./cellNotes.ts";
import { toItems, toOutput } from "./cellOutputs.ts";

/** A notebook and what shows its cells. */
interface NotebookView {
  readonly notebook: vscode.NotebookDocument;
  readonly controller: vscode.NotebookController;
  readonly notes: CellNotes;
}

/** Shows the events of one job in the cells: a clock, progress, outputs as they come, how each ended. */
export class NotebookRun {
  readonly #notebook: vscode.NotebookDocument;
  readonly #controller: vscode.NotebookController;
  readonly #notes: CellNotes;
  readonly #cancel: () => void;
  readonly #cells = new Map<number, RunningCell>();
  readonly #all: RunningCell[] = [];
  readonly #succeeded = new Map<number, boolean>();

  /** `cells`: those asked for; they wait with a clock from the start. */
  constructor(
    { notebook, controller, notes }: NotebookView,
    cells: readonly vscode.NotebookCell[],
    cancel: () => void,
  ) {
    this.#notebook = notebook;
    this.#controller = controller;
    this.#notes = notes;
    this.#cancel = cancel;
    for (const cell of cells) this.#open(cell);
  }

  handle(event: NotebookEvent): void {
    const cell = this.#notebook.getCells()[event.cell];
    if (cell === undefined) return;
    const running = this.#cells.get(event.cell) ?? this.#open(cell);
    switch (event.type) {
      case "start":
        running.start();
        this.#notes.set(cell, undefined);
        return;
      case "progress": {
        const percent = event.fraction === null ? "" : ` · ${Math.round(event.fraction * 100)} %`;
        const left =
          event.etaMs === null
            ? ""
            : ` · ${vscode.l10n.t("about {0} s left", Math.ceil(event.etaMs / 1000))}`;
        running.progress(`${stageText(event.label, spokenLanguage())}${percent}${left}`);
        return;
      }
      case "output":
        running.show(event.outputs);
        return;
      case "end": {
        const { state, message, line, column } = event.end;
        const place =
          line === undefined ? "" : ` (${vscode.l10n.t("line {0}, column {1}", line, column ?? 1)})`;
        this.#succeeded.set(event.cell, state === "done");
        this.#cells.delete(event.cell);
        const success = state === "done" ? true : state === "cancelled" ? undefined : false;
        void running
          .end(success, state === "failed" ? `${message}${place}` : undefined)
          .then(() => this.#notes.set(cell, event.end));
      }
    }
  }

  /** Ends whatever is still open: the job is over. `failure`: why, for the cell that was running. */
  close(failure?: string): void {
    for (const [index, running] of this.#cells) {
      const cell = this.#notebook.getCells()[index];
      if (cell !== undefined && !running.started) this.#notes.set(cell, undefined);
      void running.end(
        running.started && failure !== undefined ? false : undefined,
        running.started ? failure : undefined,
      );
    }
    this.#cells.clear();
  }

  /** By cell number, for cells that ended; resolves when all outputs are in the document. */
  async results(): Promise<ReadonlyMap<number, boolean>> {
    await Promise.all(this.#all.map((cell) => cell.settled));
    return this.#succeeded;
  }

  #open(cell: vscode.NotebookCell): RunningCell {
    const execution = this.#controller.createNotebookCellExecution(cell);
    execution.token.onCancellationRequested(this.#cancel);
    const running = new RunningCell(cell, execution);
    this.#cells.set(cell.index, running);
    this.#all.push(running);
    return running;
  }
}

/** One execution. Drawing takes its time: what is to be shown while a drawing is under way replaces what waits. */
class RunningCell {
  readonly #cell: vscode.NotebookCell;
  readonly #execution: vscode.NotebookCellExecution;
  /** Edits of the output, one after the other. */
  #edits: Promise<unknown> = Promise.resolve();
  #waiting: readonly MimeBundle[] | undefined;
  #drawn: { readonly mime: string; readonly output: vscode.NotebookCellOutput } | undefined;
  #hasResult = false;
  #lastProgress = 0;
  started = false;

  constructor(cell: vscode.NotebookCell, execution: vscode.NotebookCellExecution) {
    this.#cell = cell;
    this.#execution = execution;
  }

  get settled(): Promise<unknown> {
    return this.#edits;
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    this.#execution.start(Date.now());
  }

  /** A line of text while there is nothing else to see. */
  progress(text: string): void {
    if (this.#hasResult || Date.now() - this.#lastProgress < 300) return;
    this.#lastProgress = Date.now();
    this.#show([{ "text/plain": text }]);
  }

  show(bundles: readonly MimeBundle[]): void {
    this.#hasResult = true;
    this.#show(bundles);
  }

  /** Resolves when all is drawn. A cell that never ran keeps what it shows. */
  end(success: boolean | undefined, failure: string | undefined): Promise<unknown> {
    if (this.started && failure !== undefined) {
      this.#waiting = undefined;
      const error = vscode.NotebookCellOutputItem.error({ name: "", message: failure, stack: "" });
      this.#edit(() => this.#execution.replaceOutput(new vscode.NotebookCellOutput([error])));
    } else if (this.started && success === undefined && !this.#hasResult) {
      this.#waiting = undefined;
      this.#edit(() => this.#execution.clearOutput());
    }
    return this.#edit(async () => this.#execution.end(success, this.started ? Date.now() : undefined));
  }

  #show(bundles: readonly MimeBundle[]): void {
    const scheduled = this.#waiting !== undefined;
    this.#waiting = bundles;
    if (!scheduled) void this.#edit(() => this.#draw());
  }

  async #draw(): Promise<void> {
    const bundles = this.#waiting;
    this.#waiting = undefined;
    const [first] = bundles ?? [];
    if (bundles === undefined || first === undefined) return;
    const [mime = ""] = Object.keys(first);
    // a live curve or a line of progress changes in its place
    const live = bundles.length === 1 && (mime === lossesMime || mime === "text/plain");
    if (live && this.#drawn?.mime === mime) {
      await this.#execution.replaceOutputItems(toItems(first), this.#drawn.output);
      return;
    }
    const outputs = bundles.map(toOutput);
    this.#drawn = { mime, output: outputs[0]! };
    await this.#execution.replaceOutput(outputs);
  }

  #edit(change: () => PromiseLike<void>): Promise<unknown> {
    const next = async (): Promise<void> => {
      if (!this.#cell.notebook.isClosed) await change();
    };
    this.#edits = this.#edits.then(next).catch(() => undefined);
    return this.#edits;
  }
}
