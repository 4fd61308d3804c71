import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { linksPath } from "../../product/feedback/links.ts";
import type { FeedbackState } from "../../product/page/boardMessages.ts";
import type { Product } from "../../product/schema.ts";
import type { WorkerClient } from "../../worker/client.ts";
import { mayLook } from "../mayLook.ts";
import { reason } from "../reason.ts";

/** Reads the feedback tables of one product file in child processes, again where the text or a table changed. */
export class ProductFeedback {
  readonly #newWorker: () => WorkerClient;
  readonly #changed: () => void;
  #known: readonly FeedbackState[] | null = null;
  #wanted = "";
  #worker: WorkerClient | undefined;

  /** `changed` is called when tables were read. */
  constructor(newWorker: () => WorkerClient, changed: () => void) {
    this.#newWorker = newWorker;
    this.#changed = changed;
  }

  /** What is known of the tables; null before they were read for the first time. */
  want(product: Product, path: string, text: string): readonly FeedbackState[] | null {
    const { tables } = product.feedback;
    if (tables.length === 0) return [];
    const files = tables.map((table) => resolve(dirname(path), table.path));
    const allowed = tables.filter((_, i) => mayLook(files[i]!));
    const features = product.features.map(({ id, title }) => [id, title]);
    const key = JSON.stringify([
      product.feedback,
      product.data,
      features,
      files.flatMap((file) => [changedAt(file), changedAt(linksPath(file))]),
    ]);
    if (key !== this.#wanted) {
      this.#wanted = key;
      void this.#read(key, { path, text, ids: allowed.map(({ id }) => id) });
    }
    return this.#known;
  }

  dispose(): void {
    this.#wanted = "";
    this.#worker?.dispose();
  }

  async #read(
    key: string,
    { path, text, ids }: { readonly path: string; readonly text: string; readonly ids: readonly string[] },
  ): Promise<void> {
    this.#worker?.dispose();
    const worker = this.#newWorker();
    this.#worker = worker;
    const states: FeedbackState[] = [];
    for (const id of ids)
      try {
        states.push(
          ...(await worker.start("feedback", { file: path, text, table: id, quotes: true }).result),
        );
      } catch (error) {
        if (this.#wanted !== key) break;
        states.push({ id, state: "failed", message: reason(error) });
      }
    worker.dispose();
    if (this.#wanted !== key) return;
    this.#known = states;
    this.#changed();
  }
}

/** Milliseconds since 1970; 0 where there is no such file. */
function changedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
