import * as vscode from "vscode";
import { lossesMime, type MimeBundle, type NotebookEvent } from "../../protocol/notebook.ts";
import type { CellNotes } from "./cellNotes.ts";
import { toItems, toOutput } from "./cellOutputs.ts";

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
    notebook: vscode.NotebookDocument,
    cells: readonly vscode.NotebookCell[],
    controller: vscode.NotebookController,
    notes: CellNotes,
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
        running.progress(`${event.label}${percent}${left}`);
        return;
      }
      case "output":
        running.show(event.outputs);
        return;
      case "end": {
        const { state, message, line, column } = event.end;
        const place =
          line === undefined ? "" : ` (${vscode.l10n.t("line {0}, column {1}", line, column ?? 1)})`;
        running.end(
          state === "done" ? true : state === "cancelled" ? undefined : false,
          state === "failed" ? `${message}${place}` : undefined,
        );
        this.#notes.set(cell, event.end);
        this.#succeeded.set(event.cell, state === "done");
        this.#cells.delete(event.cell);
      }
    }
  }

  /** Ends whatever is still open: the job is over. `failure`: why, for the cell that was running. */
  close(failure?: string): void {
    for (const running of this.#cells.values())
      running.end(
        running.started && failure !== undefined ? false : undefined,
        running.started ? failure : undefined,
      );
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
    const running = new RunningCell(execution);
    this.#cells.set(cell.index, running);
    this.#all.push(running);
    return running;
  }
}

class RunningCell {
  readonly #execution: vscode.NotebookCellExecution;
  /** Edits of the output, one after the other. */
  #edits: Promise<unknown> = Promise.resolve();
  #shown: vscode.NotebookCellOutput | undefined;
  #mime: string | undefined;
  #drawn = 0;
  started = false;

  constructor(execution: vscode.NotebookCellExecution) {
    this.#execution = execution;
  }

  start(): void {
    if (this.started) return;
    this.started = true;
    this.#execution.start(Date.now());
    this.#edit(() => this.#execution.clearOutput());
  }

  /** A line of text while there is nothing else to see. */
  progress(text: string): void {
    if (this.#mime !== undefined && this.#mime !== "text/plain") return;
    if (Date.now() - this.#drawn < 300) return;
    this.#drawn = Date.now();
    this.show([{ "text/plain": text }]);
  }

  show(bundles: readonly MimeBundle[]): void {
    const [first, ...rest] = bundles;
    const mime = first === undefined ? undefined : Object.keys(first)[0];
    const again = rest.length === 0 && mime === this.#mime && (mime === lossesMime || mime === "text/plain");
    this.#mime = mime;
    if (again && first !== undefined && this.#shown !== undefined) {
      const shown = this.#shown;
      this.#edit(() => this.#execution.replaceOutputItems(toItems(first), shown));
      return;
    }
    const outputs = bundles.map(toOutput);
    this.#shown = outputs[0];
    this.#edit(() => this.#execution.replaceOutput(outputs));
  }

  end(success: boolean | undefined, failure: string | undefined): void {
    if (!this.started) this.start();
    if (failure !== undefined) {
      const error = vscode.NotebookCellOutputItem.error({ name: "", message: failure, stack: "" });
      this.#edit(() => this.#execution.replaceOutput(new vscode.NotebookCellOutput([error])));
    } else if (success === undefined && this.#mime === "text/plain")
      this.#edit(() => this.#execution.clearOutput());
    this.#edit(async () => this.#execution.end(success, Date.now()));
  }

  #edit(change: () => PromiseLike<void>): void {
    this.#edits = this.#edits.then(change).catch(() => undefined);
  }

  get settled(): Promise<unknown> {
    return this.#edits;
  }
}
