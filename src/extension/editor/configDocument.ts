import { basename, dirname, resolve } from "node:path";
import * as vscode from "vscode";
import { parseConfig } from "../../config/parseConfig.ts";
import { soundReadOptions } from "../../config/soundReadOptions.ts";
import {
  type DocumentFacts,
  type ReadDocument,
  readDocument,
  sourcePath,
} from "../../editor/documentState.ts";
import { editConfigAll } from "../../jsonc/editConfig.ts";
import type { DocumentState, EditorChange, RulesState, SourceState } from "../../protocol/editor.ts";
import type { PreviewState } from "../../protocol/preview.ts";
import type { WorkerClient } from "../../worker/client.ts";
import { rulesText } from "../language/rulesText.ts";
import type { Profiles } from "../profiles.ts";
import { ConfigPreview } from "./configPreview.ts";
import { ConfigRules } from "./configRules.ts";
import { SourceReader } from "./sourceReader.ts";
import { TextBackedDocument } from "./textBackedDocument.ts";

/** A `*.synth.json` over its TextDocument, shared by all views of it; they are told every new state. */
export class ConfigDocument extends TextBackedDocument {
  readonly #source: SourceReader;
  readonly #rules: ConfigRules;
  readonly #preview: ConfigPreview;
  readonly #subscriptions: vscode.Disposable[] = [];
  readonly #stateChanged = new vscode.EventEmitter<"document" | "source" | "rules" | "preview">();
  /** Which part is new. */
  readonly onDidChange = this.#stateChanged.event;
  #read: ReadDocument | undefined;
  /** The checks of rules that `#read` shows. */
  #shownChecks: RulesState["checks"] = null;

  constructor(document: vscode.TextDocument, profiles: Profiles, newWorker: () => WorkerClient) {
    super(document);
    this.#rules = new ConfigRules(profiles, newWorker, () => {
      const known = this.#shownChecks !== this.#rules.state.checks;
      if (known) this.#read = this.#understand(this.#read);
      this.#stateChanged.fire("rules");
      if (known) this.#stateChanged.fire("document");
    });
    this.#preview = new ConfigPreview(newWorker, () => this.#stateChanged.fire("preview"));
    this.#source = new SourceReader(profiles, () => {
      this.#read = this.#understand(this.#read);
      this.#followRules();
      this.#followPreview();
      if (this.#source.state.kind === "ready") this.#rules.again();
      this.#stateChanged.fire("source");
      this.#stateChanged.fire("document");
    });
    this.#subscriptions.push(
      this.#stateChanged,
      this.#source,
      this.#rules,
      this.#preview,
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#follow()),
    );
    this.#follow();
  }

  get state(): DocumentState {
    return this.#current().state;
  }

  get source(): SourceState {
    return this.#source.state;
  }

  get preview(): PreviewState {
    return this.#preview.state;
  }

  get rules(): RulesState {
    return this.#rules.state;
  }

  /** Looks for rules in the source. @throws Error when there is no table to look in */
  findRules(): Promise<void> {
    const wanted = this.#ruleSource();
    if (wanted === undefined)
      throw new Error(vscode.l10n.t("Rules are looked for in the data: choose the table first."));
    return this.#rules.find(wanted);
  }

  cancelFindRules(): void {
    this.#rules.cancel();
  }

  readSource(): void {
    this.#source.read();
  }

  /** One undo step; edits wait for each other, since each is worked out on the text the one before left. */
  edit(changes: readonly EditorChange[], signal: AbortSignal): Promise<void> {
    return this.inLine(signal, () => {
      const text = this.document.getText();
      return editConfigAll(
        text,
        changes.map(({ path, value }) => ({ path, value })),
      );
    });
  }

  /** @throws Error when the text is no longer the one the problem was found in */
  fix(version: number, problem: number, signal: AbortSignal): Promise<void> {
    return this.inLine(signal, () => {
      const found = this.#current().diagnostics[problem];
      if (version !== this.document.version || found?.fix === undefined)
        throw new Error(vscode.l10n.t("The text has changed in the meantime."));
      return [{ offset: found.offset, length: found.length, content: found.fix.newText }];
    });
  }

  override dispose(): void {
    super.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  protected override textChanged(): void {
    this.#follow();
    this.#stateChanged.fire("document");
  }

  /** Reads the source the text names now; while the text is broken the last one stays. */
  #follow(): void {
    const { parsed } = this.#current();
    if (parsed.value === undefined) return;
    const written = sourcePath(parsed.value);
    if (this.path === null)
      this.#source.leave(this.document.uri.scheme === "untitled" ? "unsaved" : "virtual");
    else if (!vscode.workspace.isTrusted) this.#source.leave("untrusted");
    else if (written === undefined) this.#source.leave("unnamed");
    else this.#source.want(resolve(dirname(this.path), written), soundReadOptions(parsed.value));
    this.#followRules();
    this.#followPreview();
  }

  /** A preview of what the text says now; none without trust, with errors, or where only a run may read the table. */
  #followPreview(): void {
    const { config } = this.#current().parsed;
    const may = this.path !== null && vscode.workspace.isTrusted && this.#source.state.kind === "ready";
    this.#preview.want(
      may && config !== undefined && config.privacy === undefined
        ? { text: this.document.getText(), path: this.path }
        : undefined,
    );
  }

  #followRules(): void {
    const { parsed } = this.#current();
    const { config } = parsed;
    this.#rules.want(config === undefined || config.rules.length === 0 ? undefined : this.#ruleSource());
  }

  /** The table that is read now, and what the text says of rules and columns. */
  #ruleSource(): { readonly data: string; readonly config: string } | undefined {
    const { state } = this.#source;
    const { value } = this.#current().parsed;
    return state.kind === "ready" ? { data: state.path, config: rulesText(value) } : undefined;
  }

  #current(): ReadDocument {
    if (this.#read?.state.version !== this.document.version) this.#read = this.#understand();
    return this.#read!;
  }

  #understand(before?: ReadDocument): ReadDocument {
    const { version, uri } = this.document;
    const facts: DocumentFacts = {
      text: this.document.getText(),
      version,
      // without trust nothing outside the text is looked at
      path: vscode.workspace.isTrusted ? this.path : null,
      file: basename(uri.path),
      readonly: this.isReadonly,
    };
    const parsed = before?.state.version === version ? before.parsed : parseConfig(facts.text, facts.file);
    this.#shownChecks = this.#rules.state.checks;
    return readDocument(facts, this.#source.profile, parsed, this.#shownChecks);
  }
}
