import { type GridWords, gridWords } from "../../src/protocol/gridStrings.ts";
import type { GridToHost, HostToGrid, RowPairs } from "../../src/protocol/gridView.ts";
import { handleMessage } from "../../src/protocol/messageHandler.ts";
import type { ReportPanelMessage } from "../../src/protocol/reportPanel.ts";
import { GridPane } from "../grid/gridPane.ts";

/** Rows that count as most unlike, to step through. */
const maxUnlike = 100;

/** Real and synthetic rows above the report. They stand in this page only: what is exported is made from the report. */
export class RowsSection {
  readonly #host: HTMLElement;
  readonly #post: (message: ReportPanelMessage) => void;
  #panes: { readonly real: GridPane; readonly synthetic: GridPane } | undefined;
  #opener: HTMLElement | undefined;
  #note: HTMLElement | undefined;
  #buttons: HTMLButtonElement[] = [];
  #t: GridWords = gridWords({});
  #pairs: RowPairs | undefined;
  #unlike: readonly number[] = [];
  #next = 0;

  constructor(host: HTMLElement, post: (message: ReportPanelMessage) => void) {
    this.#host = host;
    this.#post = post;
    host.className = "sd-rows";
  }

  toggle(opener: HTMLElement): void {
    this.#opener = opener;
    this.#show(this.#host.hidden !== false);
  }

  /** Takes what the host says of the grids. */
  readonly receive = (message: HostToGrid): void => {
    if (this.#host.hidden) return;
    const toPane = (named: Exclude<HostToGrid, { type: "words" | "pairs" }>): void => {
      if (named.grid !== "table") this.#panes?.[named.grid].receive(named);
    };
    handleMessage<HostToGrid>(message, {
      words: ({ words }) => this.#build(gridWords(words)),
      pairs: ({ pairs }) => this.#compared(pairs),
      opened: toPane,
      page: toPane,
      refused: toPane,
      copied: toPane,
      failed: toPane,
    });
  };

  #show(shown: boolean): void {
    this.#host.hidden = !shown;
    this.#opener?.setAttribute("aria-expanded", String(shown));
    this.#panes?.real.dispose();
    this.#panes?.synthetic.dispose();
    this.#panes = undefined;
    this.#host.replaceChildren();
    this.#post({ type: "rows", shown });
    if (!shown) this.#opener?.focus();
  }

  #build(t: GridWords): void {
    this.#t = t;
    this.#pairs = undefined;
    const post = (message: GridToHost): void => {
      if (message.type !== "ready") this.#post(message);
    };
    const panes = {
      real: new GridPane("real", t("rows.real"), post, t),
      synthetic: new GridPane("synthetic", t("rows.synthetic"), post, t),
    };
    this.#panes = panes;
    const warning = document.createElement("p");
    warning.className = "sd-rows-warning";
    warning.textContent = t("rows.warning");
    this.#note = document.createElement("p");
    this.#note.className = "sd-rows-note";
    this.#note.setAttribute("role", "status");
    this.#note.textContent = t("rows.looking");
    const tables = document.createElement("div");
    tables.className = "sd-rows-tables";
    tables.append(panes.real.element, panes.synthetic.element);
    const unlike = button(t("rows.unlike"), () => this.#goToUnlike());
    const nearest = button(t("rows.nearest"), () => this.#goToNearest());
    const stack = button(t("rows.stack"), () => {
      stack.setAttribute("aria-pressed", String(tables.classList.toggle("stacked")));
    });
    stack.setAttribute("aria-pressed", "false");
    this.#buttons = [unlike, nearest];
    for (const waiting of this.#buttons) waiting.disabled = true;
    const bar = document.createElement("div");
    bar.className = "sd-rows-bar";
    bar.append(
      unlike,
      nearest,
      stack,
      button(t("rows.close"), () => this.#show(false)),
    );
    this.#host.setAttribute("aria-label", t("rows.title"));
    this.#host.replaceChildren(warning, bar, this.#note, tables);
  }

  #compared(pairs: RowPairs): void {
    this.#pairs = pairs;
    this.#next = 0;
    this.#unlike = pairs.distance
      .map((_, row) => row)
      .sort((a, b) => pairs.distance[b]! - pairs.distance[a]! || a - b)
      .slice(0, maxUnlike);
    for (const waiting of this.#buttons) waiting.disabled = false;
    this.#say("");
  }

  #goToUnlike(): void {
    const row = this.#unlike[this.#next];
    if (row === undefined) return;
    this.#next = (this.#next + 1) % this.#unlike.length;
    this.#panes?.synthetic.goTo(row);
    this.#goToPair(row);
  }

  #goToNearest(): void {
    const row = this.#panes?.synthetic.activeRow;
    if (row !== undefined) this.#goToPair(row);
  }

  #goToPair(row: number): void {
    const nearest = this.#pairs?.nearest[row];
    const distance = this.#pairs?.distance[row];
    if (nearest === undefined || distance === undefined) {
      this.#say(this.#t("rows.notLooked", (this.#pairs?.nearest.length ?? 0).toLocaleString()));
      return;
    }
    this.#panes?.real.goTo(nearest);
    this.#say(
      this.#t("rows.pair", (row + 1).toLocaleString(), (nearest + 1).toLocaleString(), distance.toFixed(3)),
    );
  }

  #say(text: string): void {
    if (this.#note !== undefined) this.#note.textContent = text;
  }
}

function button(text: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "grid-button";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}
