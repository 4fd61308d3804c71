import { csvOfPage } from "../../../src/grid/csvOfPage.ts";
import { GridFile } from "../../../src/grid/gridFile.ts";
import { gridStrings } from "../../../src/protocol/gridStrings.ts";
import type { GridToHost, HostToGrid } from "../../../src/protocol/gridView.ts";

/** The extension host's part without VS Code: a real file, read as the child reads it. */
export class GridHost {
  readonly #file: GridFile;
  readonly asked: GridToHost[] = [];
  copied = "";
  /** Answers wait for it: what comes late can be tried. */
  hold: Promise<void> | undefined;
  #send: (message: HostToGrid) => void = () => undefined;

  constructor(path: string) {
    this.#file = new GridFile(path, (event) => this.#send({ type: "opened", grid: "table", event }));
  }

  connect(send: (message: HostToGrid) => void): void {
    this.#send = send;
  }

  async receive(message: GridToHost): Promise<void> {
    this.asked.push(message);
    if (message.type === "ready") {
      this.#send({ type: "words", words: gridStrings });
      await this.#file.open(new AbortController().signal);
    } else if (message.type === "page") {
      const { version, query, offset, rows } = message;
      const hold = this.hold;
      this.hold = undefined;
      try {
        const answer = await this.#file.page(query, offset, rows);
        await hold;
        this.#send({ type: "page", grid: "table", version, answer });
      } catch (error) {
        this.#send({ type: "refused", grid: "table", version, message: (error as Error).message });
      }
    } else {
      const { query, rows, columns } = message;
      const { page } = await this.#file.page(query, rows[0], rows[1] - rows[0] + 1, true);
      const names = this.#file.columns.slice(columns[0], columns[1] + 1).map(({ name }) => name);
      const cells = page.columns.slice(columns[0], columns[1] + 1);
      this.copied = csvOfPage(names, { ...page, columns: cells }, true);
      this.#send({ type: "copied", grid: "table", rows: rows[1] - rows[0] + 1 });
    }
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}
