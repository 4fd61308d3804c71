import { html, LitElement, nothing, type TemplateResult } from "lit";
import type {
  BrokenDocument,
  DocumentState,
  EditorCatalog,
  EditorRequest,
  EditorToHost,
  HostToEditor,
  RulesState,
  RunState,
  SourceState,
} from "../../src/protocol/editor.ts";
import { type StringKey, wordsFrom } from "../../src/protocol/editorStrings.ts";
import type { PreviewState } from "../../src/protocol/preview.ts";
import { asInFile } from "./columns/arrangeRows.ts";
import { columnRows } from "./columns/columnRows.ts";
import type { ColumnsTable } from "./columns/columnsTable.ts";
import type { EditorContext } from "./context.ts";
import { editorHeader } from "./editorHeader.ts";
import { type Host, HostLink } from "./hostLink.ts";
import { icon } from "./icons.ts";
import { type Kept, readKept } from "./kept.ts";
import { previewSection } from "./previewSection.ts";
import { problemList } from "./problemList.ts";
import { ProblemPlaces, pathKey } from "./problemPlaces.ts";
import { rulesSection } from "./rules/rulesSection.ts";
import { modelSection } from "./settings/modelSection.ts";
import { outputSection, sourceSection } from "./settings/outputSection.ts";
import { privacySection } from "./settings/privacySection.ts";
import { reportSection } from "./settings/reportSection.ts";
import { sourceNotice } from "./sourceNotice.ts";

type Section = "source" | "model" | "privacy" | "rules" | "output" | "report";

/** The whole page: draws what the host sent last, sends what the person wants. */
export class EditorApp extends LitElement {
  static override properties = {
    catalog: { state: true },
    document: { state: true },
    source: { state: true },
    run: { state: true },
    rules: { state: true },
    preview: { state: true },
    kept: { state: true },
    failure: { state: true },
    version: { state: true },
  };

  private declare catalog: EditorCatalog | undefined;
  private declare document: DocumentState | undefined;
  private declare source: SourceState;
  private declare run: RunState;
  private declare rules: RulesState;
  private declare preview: PreviewState;
  private declare kept: Kept;
  /** Why the last request failed. */
  private declare failure: string;
  private declare version: number;
  readonly #rejected = new Map<string, { readonly text: string; readonly error: string }>();
  readonly #switched = new Map<string, boolean>();
  #link: HostLink<HostToEditor, EditorRequest> | undefined;
  #host: Host<EditorToHost> | undefined;

  constructor() {
    super();
    this.source = { kind: "unread", why: "unnamed" };
    this.run = { state: "idle", fraction: null, label: "", report: false };
    this.rules = { finding: null, found: null, failure: null, checking: false, checks: null };
    this.preview = { state: "off" };
    this.kept = readKept(undefined);
    this.failure = "";
    this.version = 0;
  }

  connect(host: Host<EditorToHost>): void {
    this.#host = host;
    this.kept = readKept(host.state());
    this.#link = new HostLink<HostToEditor, EditorRequest>(host, {
      catalog: ({ catalog }) => {
        this.catalog = catalog;
      },
      document: ({ document }) => {
        this.#switched.clear();
        this.document = document;
      },
      rules: ({ rules }) => {
        this.rules = rules;
      },
      source: ({ source }) => {
        this.source = source;
      },
      preview: ({ preview }) => {
        this.preview = preview;
      },
      run: ({ run }) => {
        this.run = run;
      },
    });
    this.#link.ready();
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { catalog, document } = this;
    if (catalog === undefined || document === undefined)
      return html`<div class="waiting" role="status"><vscode-progress-ring></vscode-progress-ring></div>`;
    const t = wordsFrom(catalog.strings);
    if (document.kind === "broken") return this.#broken(document, t);
    const context = this.#context(catalog, document);
    const side = this.#side(context);
    return html`
      ${editorHeader(context, () => this.#showProblems(context))}
      ${this.#failureBar(t)}
      ${sourceNotice(context)}
      <div class="tabs" role="tablist">
        ${(["columns", "settings"] as const).map(
          (
            tab,
          ) => html`<button role="tab" id="tab-${tab}" aria-controls="pane-${tab}" aria-selected=${this.kept.tab === tab ? "true" : "false"}
            tabindex=${this.kept.tab === tab ? 0 : -1} @click=${() => this.#keep({ tab })}
            @keydown=${(event: KeyboardEvent) => {
              if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
              const other = tab === "columns" ? "settings" : "columns";
              this.#keep({ tab: other });
              this.querySelector<HTMLElement>(`#tab-${other}`)?.focus();
            }}>${t(`tab.${tab}`)}${tab === "columns" ? html` <span class="dim">${context.rows.length}</span>` : nothing}</button>`,
        )}
      </div>
      <main class="panes show-${this.kept.tab}">
        <section class="pane-columns" id="pane-columns" aria-label=${t("columns.title")}>
          <sd-columns .context=${context} @arranged=${({ target }: Event) => this.#keep({ arrangement: { ...(target as ColumnsTable).arrangement, search: "" } })}></sd-columns>
          ${previewSection(context, !this.kept.folded.includes("preview"), () => this.#fold("preview"))}
        </section>
        <aside class="pane-settings" id="pane-settings" aria-label=${t("tab.settings")}>${side}</aside>
      </main>`;
  }

  /** Brings the columns into view and puts the focus into their search. */
  async focusSearch(): Promise<void> {
    this.#keep({ tab: "columns" });
    await this.updateComplete;
    this.querySelector<HTMLElement>("sd-columns .search")?.focus();
  }

  protected override updated(): void {
    const table = this.querySelector<ColumnsTable>("sd-columns");
    if (table && table.arrangement === asInFile && this.kept.arrangement !== asInFile)
      table.arrangement = this.kept.arrangement;
  }

  #side(context: EditorContext): TemplateResult {
    const sections: readonly [Section, StringKey, () => TemplateResult][] = [
      [
        "model",
        "model.title",
        () =>
          modelSection(context, this.kept.moreOptions, () =>
            this.#keep({ moreOptions: !this.kept.moreOptions }),
          ),
      ],
      ["privacy", "privacy.title", () => privacySection(context)],
      ["rules", "rules.title", () => rulesSection(context)],
      ["output", "output.title", () => outputSection(context)],
      ["report", "report.title", () => reportSection(context)],
      ["source", "source.title", () => sourceSection(context)],
    ];
    const drawn = sections.map(([name, title, draw]) => {
      const found = context.problems.all.filter(
        ({ path }) =>
          path[0] === name ||
          (name === "output" && path[0] === "seed") ||
          (name === "rules" && path[0] === "detectRules"),
      );
      const worst = found.some(({ severity }) => severity === "error") ? "error" : "warning";
      const count = found.filter(({ severity }) => severity !== "info").length;
      const open = !this.kept.folded.includes(name);
      return html`<section class="group">
        <h2><button class="fold group-head" aria-expanded=${open ? "true" : "false"} aria-controls="group-${name}" @click=${() => this.#fold(name)}>
          ${icon("chevron")}${context.t(title)}${count > 0 ? html`<span class="mark ${worst}">${icon(worst)}${count}</span>` : nothing}
        </button></h2>
        <div class="group-body" id="group-${name}" ?hidden=${!open}>${draw()}</div>
      </section>`;
    });
    const elsewhere = context.problems.unclaimed();
    return html`${
      elsewhere.length === 0
        ? nothing
        : html`<section class="group elsewhere"><h2>${context.t("problem.elsewhere")}</h2>${problemList(context, elsewhere)}</section>`
    }${drawn}`;
  }

  #broken(document: BrokenDocument, t: EditorContext["t"]): TemplateResult {
    const open = () => this.#request({ request: "openText", line: document.line, column: document.column });
    return html`<main class="broken" role="alert">
      <h1>${icon("warning")}${t("broken.title")}</h1>
      <p>${document.message}</p>
      <p class="dim">${t("broken.where", document.file, document.line, document.column)}</p>
      <pre dir="ltr">${document.excerpt.map(
        ({ line, text }) =>
          html`<div class=${line === document.line ? "at" : "dim"}><span class="line-number">${line}</span>${text}</div>`,
      )}</pre>
      <p class="dim">${t("broken.safe")}</p>
      <vscode-button @click=${open}>${t("broken.open")}</vscode-button>
    </main>`;
  }

  #failureBar(t: EditorContext["t"]): TemplateResult | typeof nothing {
    if (this.failure === "") return nothing;
    return html`<div class="notice error" role="alert">${icon("error")}<span>${this.failure}</span>
      <button class="icon-button" title=${t("head.dismiss")} aria-label=${t("head.dismiss")} @click=${() => {
        this.failure = "";
      }}>${icon("close")}</button></div>`;
  }

  #context(catalog: EditorCatalog, document: Extract<DocumentState, { kind: "config" }>): EditorContext {
    return {
      catalog,
      document,
      source: this.source,
      run: this.run,
      rules: this.rules,
      preview: this.preview,
      rulesOff: this.kept.rulesOff,
      switched: this.#switched,
      keepRulesOff: (rulesOff) => this.#keep({ rulesOff }),
      rows: columnRows(document, this.source),
      problems: new ProblemPlaces(document.problems),
      t: wordsFrom(catalog.strings),
      language: globalThis.document.documentElement.lang || "en",
      edit: (changes) => {
        if (changes.length > 0 && !document.readonly) this.#request({ request: "edit", changes });
        else this.version++;
      },
      request: (request) => this.#request(request),
      rejected: (path) => this.#rejected.get(pathKey(path)),
      reject: (path, rejected) => {
        if (rejected === undefined) this.#rejected.delete(pathKey(path));
        else this.#rejected.set(pathKey(path), rejected);
        this.version++;
      },
    };
  }

  #request(request: EditorRequest): void {
    this.#link?.request(request).then(
      () => {
        this.failure = "";
      },
      (error: Error) => {
        this.#switched.clear();
        this.failure = error.message;
      },
    );
  }

  #fold(name: Section | "preview"): void {
    const folded = this.kept.folded.includes(name)
      ? this.kept.folded.filter((other) => other !== name)
      : [...this.kept.folded, name];
    this.#keep({ folded });
  }

  #keep(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change };
    this.#host?.keep(this.kept);
  }

  /** To the columns when they have problems, else to the first setting that has. */
  #showProblems(context: EditorContext): void {
    if (context.rows.some(({ problems }) => problems.length > 0)) {
      const table = this.querySelector<ColumnsTable>("sd-columns");
      if (table)
        table.arrangement = { ...table.arrangement, filter: "all", sort: "problems", descending: false };
      this.#keep({ tab: "columns" });
      return;
    }
    this.#keep({ tab: "settings", folded: [] });
    void this.updateComplete.then(() =>
      this.querySelector(".pane-settings .problem:not(.info)")?.scrollIntoView({ block: "center" }),
    );
  }
}

customElements.define("sd-editor", EditorApp);
