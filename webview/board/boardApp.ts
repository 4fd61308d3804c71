import { html, LitElement, nothing, type TemplateResult } from "lit";
import {
  type BoardFacts,
  type BoardRequest,
  type BoardToHost,
  changedList,
  type FirstState,
  type HostToBoard,
  type ProductState,
  type ReadableProduct,
  type UnreadableProduct,
} from "../../src/product/page/boardMessages.ts";
import { type BoardModel, boardModel, type RiceDraft } from "../../src/product/page/boardModel.ts";
import { type BoardWords, boardWords } from "../../src/product/page/boardStrings.ts";
import { modelOfFirst } from "../../src/product/page/firstCards.ts";
import type { Feature } from "../../src/product/schema.ts";
import { type Host, HostLink } from "../editor/hostLink.ts";
import { icon } from "../editor/icons.ts";
import { BoardView } from "./cards/boardView.ts";
import type { BoardContext, NewGroup } from "./context.ts";
import { boardHeader, viewTabs } from "./header.ts";
import { type BoardKept, readBoardKept } from "./kept.ts";
import { featurePanel } from "./panel/featurePanel.ts";
import { newFeature } from "./panel/newFeature.ts";
import { unreadableBanner } from "./unreadable.ts";
import { feedbackView } from "./views/feedbackView.ts";
import { overview } from "./views/overview.ts";
import { phasesView } from "./views/phasesView.ts";
import { researchView } from "./views/researchView.ts";

const noDrafts: ReadonlyMap<string, RiceDraft> = new Map();

/** The whole page: draws what the host sent last, sends what the person wants. */
export class BoardApp extends LitElement {
  static override properties = {
    words: { state: true },
    state: { state: true },
    facts: { state: true },
    kept: { state: true },
    drafts: { state: true },
    opened: { state: true },
    adding: { state: true },
    failure: { state: true },
    said: { state: true },
  };

  private declare words: BoardWords | undefined;
  private declare state: ProductState | undefined;
  private declare facts: BoardFacts | undefined;
  private declare kept: BoardKept;
  private declare drafts: ReadonlyMap<string, RiceDraft>;
  /** Id of the feature in the panel. */
  private declare opened: string | null;
  /** The group of the feature that is being added. */
  private declare adding: NewGroup | null;
  /** Why the last request failed, or why something is off. */
  private declare failure: string;
  private declare said: string;
  /** The last text without errors. */
  #readable: ReadableProduct | undefined;
  #features: readonly Feature[] = [];
  #written: BoardModel | undefined;
  #model: { readonly of: BoardModel; readonly drafts: unknown; readonly model: BoardModel } | undefined;
  #drawn: { readonly from: readonly unknown[]; readonly context: BoardContext } | undefined;
  #link: HostLink<HostToBoard, BoardRequest> | undefined;
  #host: Host<BoardToHost> | undefined;
  /** Resolves when the first cards of a large board are on the screen. */
  #drawnFirst: Promise<void> | undefined;
  readonly #board = new BoardView();

  constructor() {
    super();
    this.kept = readBoardKept(undefined);
    this.drafts = new Map();
    this.opened = null;
    this.adding = null;
    this.failure = "";
    this.said = "";
  }

  connect(host: Host<BoardToHost>): void {
    this.#host = host;
    this.kept = readBoardKept(host.state());
    this.#link = new HostLink<HostToBoard, BoardRequest>(host, {
      strings: ({ strings }) => {
        this.words = boardWords(strings);
      },
      firstCards: ({ state }) => this.#takeFirst(state),
      product: ({ state }) => void (this.#drawnFirst?.then(() => this.#take(state)) ?? this.#take(state)),
      facts: ({ facts }) => {
        this.facts = facts;
      },
    });
    this.#link.ready(this.kept.view === "board" ? { shows: this.kept } : {});
  }

  /** The cards that are seen first are on the screen before the others are read. */
  #takeFirst({ cards, ...state }: FirstState): void {
    const features = { first: 0, between: "[]", last: 0 };
    this.#readable = { ...state, kind: "product", features, problems: null };
    this.#written = modelOfFirst(state.product, cards);
    this.state = this.#readable;
    this.#drawnFirst = this.updateComplete.then(nextFrame);
  }

  #take(state: ProductState): void {
    if (state.kind === "product") {
      this.#features = changedList(this.#features, state.features);
      this.#readable = state;
      this.#written = boardModel(state.product, this.#features, new Map());
    }
    this.state = state;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { words, state } = this;
    if (words === undefined || state === undefined)
      return html`<div class="waiting" role="status"><vscode-progress-ring></vscode-progress-ring></div>`;
    const readable = this.#readable;
    if (readable === undefined || this.#written === undefined)
      return html`<main class="board-main">${unreadableBanner(state as UnreadableProduct, words, (request) => this.#request(request))}</main>`;
    const context = this.#context(words, readable, this.#written);
    const old = state.kind === "unreadable";
    return html`
      ${boardHeader(context)}
      <main class="board-page">
        ${old ? unreadableBanner(state, words, (request) => this.#request(request), true) : nothing}
        ${this.#failureBar(words)}
        ${viewTabs(context)}
        <div class="board-body ${old ? "old" : ""}" ?inert=${old}>
          <div class="board-main view-${this.kept.view}" id="view" role="tabpanel" aria-labelledby="tab-${this.kept.view}"
            tabindex=${this.kept.view === "board" ? nothing : 0}>
            ${this.#view(context)}
          </div>
          ${this.adding !== null ? newFeature(context, this.adding) : this.opened === null ? nothing : featurePanel(context, this.opened)}
        </div>
        <div class="visually-hidden" role="status" aria-live="polite">${this.said}</div>
      </main>`;
  }

  protected override updated(): void {
    this.#board.settleFocus(this);
  }

  #view(context: BoardContext): TemplateResult {
    switch (this.kept.view) {
      case "overview":
        return overview(context);
      case "phases":
        return phasesView(context);
      case "research":
        return researchView(context);
      case "feedback":
        return feedbackView(context);
      case "board":
        return this.#board.render(context, () => this.requestUpdate());
    }
  }

  #failureBar(t: BoardWords): TemplateResult | typeof nothing {
    if (this.failure === "") return nothing;
    return html`<div class="notice info" role="alert">${icon("info")}<span>${this.failure}</span>
      <button class="icon-button" title=${t("head.dismiss")} aria-label=${t("head.dismiss")} @click=${() => {
        this.failure = "";
      }}>${icon("close")}</button></div>`;
  }

  /** The same object while it is made from the same, so that parts need not be drawn again. */
  #context(t: BoardWords, readable: ReadableProduct, written: BoardModel): BoardContext {
    const from = [t, readable, written, this.state, this.facts, this.kept, this.drafts];
    if (this.#drawn === undefined || from.some((part, i) => part !== this.#drawn!.from[i]))
      this.#drawn = { from, context: this.#newContext(t, readable, written) };
    return this.#drawn.context;
  }

  #newContext(t: BoardWords, readable: ReadableProduct, written: BoardModel): BoardContext {
    // what is tried out shows while its drawer is open
    const drafts = this.kept.whatIf ? this.drafts : noDrafts;
    if (this.#model?.of !== written || this.#model.drafts !== drafts)
      this.#model = {
        of: written,
        drafts,
        model: drafts.size === 0 ? written : boardModel(written.rest, written.features, drafts),
      };
    const isReadonly = readable.readonly || this.state?.kind === "unreadable";
    return {
      model: this.#model.model,
      written,
      facts: this.facts,
      problems: this.state?.problems ?? [],
      version: readable.version,
      today: readable.today,
      file: readable.file,
      readonly: isReadonly,
      old: this.state?.kind === "unreadable",
      t,
      language: globalThis.document.documentElement.lang || "en",
      kept: this.kept,
      drafts,
      edit: (edits, said) => {
        if (!isReadonly && written.first === undefined && edits.length > 0)
          this.#request({ request: "edit", edits }, said);
      },
      request: (request) => this.#request(request),
      keep: (change) => {
        this.kept = { ...this.kept, ...change };
        this.#host?.keep(this.kept);
      },
      draft: (id, rice) => {
        const drafts = new Map(this.drafts);
        if (rice === undefined) drafts.delete(id);
        else drafts.set(id, rice);
        this.drafts = drafts;
      },
      open: (id) => this.#open(id),
      add: (group) => {
        this.adding = group;
        void this.updateComplete.then(() => this.querySelector<HTMLElement>(".panel input")?.focus());
      },
      say: (text) => {
        this.said = text;
      },
      notice: (text) => {
        this.failure = text;
        this.said = text;
      },
    };
  }

  #open(id: string | null): void {
    const before = this.opened;
    this.opened = id;
    this.adding = null;
    void this.updateComplete.then(() => {
      if (id !== null) this.querySelector<HTMLElement>(".panel h2")?.focus();
      else if (before !== null) this.querySelector<HTMLElement>(`[data-card="${before}"]`)?.focus();
    });
  }

  #request(request: BoardRequest, said?: string): void {
    this.#link?.request(request).then(
      () => {
        this.failure = "";
        if (said !== undefined) this.said = said;
      },
      (error: Error) => {
        this.failure = error.message;
      },
    );
  }
}

/** A page that is not seen draws no frames: it is not waited for long. */
function nextFrame(): Promise<void> {
  return new Promise((drawn) => {
    const late = setTimeout(drawn, 100);
    requestAnimationFrame(() => {
      clearTimeout(late);
      setTimeout(drawn);
    });
  });
}

customElements.define("sd-board", BoardApp);
