import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { gridStrings } from "../../protocol/gridStrings.ts";
import type { GridName, GridToHost, HostToGrid } from "../../protocol/gridView.ts";
import type { JobHandle } from "../../protocol/worker.ts";
import type { WorkerClient } from "../../worker/client.ts";
import { reason } from "../reason.ts";
import type { Services } from "../services.ts";

type Asked = Extract<GridToHost, { type: "page" | "copy" }>;

/** Feeds the grids of one page from a child process of their own, which ends with the page. */
export class GridFeed implements vscode.Disposable {
  readonly #services: Services;
  readonly #send: (message: HostToGrid) => void;
  readonly #session = randomBytes(6).toString("hex");
  readonly #opening = new Map<GridName, JobHandle<null>>();
  #worker: WorkerClient | undefined;

  constructor(services: Services, send: (message: HostToGrid) => void) {
    this.#services = services;
    this.#send = send;
  }

  sendWords(): void {
    const words = Object.entries(gridStrings).map(([key, english]) => [key, vscode.l10n.t(english)]);
    this.#send({ type: "words", words: Object.fromEntries(words) as Record<string, string> });
  }

  /** Opens a file as this grid; opens it again where it is open already. */
  open(grid: GridName, path: string): void {
    this.#opening.get(grid)?.cancel();
    this.#worker ??= this.#services.newWorker();
    const handle = this.#worker.start("openGrid", { grid: this.#nameOf(grid), data: path }, (event) => {
      if (this.#opening.get(grid) === handle) this.#send({ type: "opened", grid, event });
    });
    this.#opening.set(grid, handle);
    handle.result.catch((error: unknown) => {
      if (this.#opening.get(grid) !== handle) return;
      this.#services.log.warn(`data grid: ${reason(error)}`);
      this.#send({ type: "failed", grid, message: reason(error) });
    });
  }

  /** Tells which real row is nearest to each synthetic one; where that fails, only the log says so. */
  async compare(tables: { real: string; synthetic: string; config: string }): Promise<void> {
    try {
      const pairs = await this.#worker?.start("rowPairs", tables).result;
      if (pairs !== undefined && this.#worker !== undefined) this.#send({ type: "pairs", pairs });
    } catch (error) {
      this.#services.log.warn(`rows side by side: ${reason(error)}`);
    }
  }

  async answer(message: Asked): Promise<void> {
    try {
      if (message.type === "copy") await this.#copy(message);
      else await this.#page(message);
    } catch (error) {
      if (message.type === "page")
        this.#send({ type: "refused", grid: message.grid, version: message.version, message: reason(error) });
      else this.#services.messages.error(vscode.l10n.t("The cells could not be copied"), error);
    }
  }

  dispose(): void {
    this.#opening.clear();
    this.#worker?.dispose();
    this.#worker = undefined;
  }

  async #page({ grid, version, query, offset, rows }: Extract<Asked, { type: "page" }>): Promise<void> {
    if (this.#worker === undefined) return;
    const asked = { grid: this.#nameOf(grid), query, offset, rows };
    const answer = await this.#worker.start("gridPage", asked).result;
    this.#send({ type: "page", grid, version, answer });
  }

  async #copy({ grid, query, rows, columns }: Extract<Asked, { type: "copy" }>): Promise<void> {
    if (this.#worker === undefined) return;
    const asked = { grid: this.#nameOf(grid), query, rows, columns };
    const text = await this.#worker.start("gridCopy", asked).result;
    await vscode.env.clipboard.writeText(text);
    this.#send({ type: "copied", grid, rows: rows[1] - rows[0] + 1 });
  }

  #nameOf(grid: GridName): string {
    return `${this.#session} ${grid}`;
  }
}
