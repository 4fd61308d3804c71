import { basename, dirname, resolve } from "node:path";
import * as vscode from "vscode";
import { boardFacts } from "../../editor/boardFacts.ts";
import { linkFeedback, type RowLink } from "../../editor/linkFeedback.ts";
import { linesUpTo, problemOf } from "../../editor/problems.ts";
import type { BoardFacts, FirstState, ProductState } from "../../product/page/boardMessages.ts";
import { listChange } from "../../product/page/boardMessages.ts";
import type { Arrangement, Rest } from "../../product/page/boardModel.ts";
import { makeFirstCards } from "../../product/page/firstCards.ts";
import { type ProductEdit, productEdits } from "../../product/page/productEdits.ts";
import { ProductReader } from "../../product/page/productReader.ts";
import { readProduct } from "../../product/readProduct.ts";
import type { Feature, Product } from "../../product/schema.ts";
import type { Diagnostic } from "../../protocol/run.ts";
import type { WorkerClient } from "../../worker/client.ts";
import { TextBackedDocument } from "../editor/textBackedDocument.ts";
import { mayLook } from "../mayLook.ts";
import { ProductFeedback } from "./productFeedback.ts";

/** Longest text, in characters, whose problems are looked for at once; those of a longer one follow its board. */
const shortText = 100_000;
const problemsPauseMs = 300;
const factsPauseMs = 150;

interface ReadText {
  readonly version: number;
  readonly text: string;
  /** Undefined when the text has errors. */
  readonly product: Product | undefined;
  /** Undefined while they are not looked for. */
  readonly diagnostics: readonly Diagnostic[] | undefined;
}

/** A `*.mvp.json` over its TextDocument, shared by all views of it. */
export class ProductDocument extends TextBackedDocument {
  readonly #changed = new vscode.EventEmitter<"product" | "facts">();
  /** Which part is new. */
  readonly onDidChange = this.#changed.event;
  readonly #reader = new ProductReader();
  readonly #trust: vscode.Disposable;
  readonly #feedback: ProductFeedback;
  #read: ReadText | undefined;
  #first:
    | { readonly version: number; readonly rest: Rest; readonly cardsFor: ReturnType<typeof makeFirstCards> }
    | undefined;
  #facts: BoardFacts | undefined;
  #problemsTimer: NodeJS.Timeout | undefined;
  #factsTimer: NodeJS.Timeout | undefined;
  #factsTurn = 0;

  constructor(document: vscode.TextDocument, newWorker: () => WorkerClient) {
    super(document);
    this.#feedback = new ProductFeedback(newWorker, () => this.lookForFacts());
    this.#trust = vscode.workspace.onDidGrantWorkspaceTrust(() => this.lookForFacts());
  }

  get facts(): BoardFacts | undefined {
    return this.#facts;
  }

  get product(): Product | undefined {
    return this.#current().product;
  }

  /** Reads the text and finds what is drawn of it first, if it was not yet. */
  prepare(): void {
    const { product, version } = this.#current();
    if (product === undefined || this.#first?.version === version) return;
    const { features, ...rest } = product;
    this.#first = { version, rest, cardsFor: makeFirstCards(rest, features) };
  }

  /** What a view draws of a large product before all of it is there; undefined where it can have all at once. */
  firstFor(arrangement: Arrangement): FirstState | undefined {
    this.prepare();
    if (this.product === undefined || this.#first?.cardsFor === undefined) return undefined;
    const { version, rest, cardsFor } = this.#first;
    const cards = cardsFor(arrangement);
    return { version, file: this.#file, readonly: this.isReadonly, today: localDay(), product: rest, cards };
  }

  /** The state for a view that was sent these features before. */
  stateFor(sent: readonly Feature[]): ProductState {
    const { product, diagnostics, version, text } = this.#current();
    const common = { version, file: this.#file, readonly: this.isReadonly };
    if (product === undefined) {
      const problems = (diagnostics ?? []).map(problemOf);
      const first = problems.find(({ severity }) => severity === "error") ?? problems[0];
      return { ...common, kind: "unreadable", problems, excerpt: linesUpTo(text, first?.line ?? 1) };
    }
    const { features, ...rest } = product;
    return {
      ...common,
      kind: "product",
      today: localDay(),
      product: rest,
      features: listChange(sent, features),
      problems: diagnostics?.map(problemOf) ?? null,
    };
  }

  /** One undo step. @throws Error when the text has errors or an entry is gone */
  edit(edits: readonly ProductEdit[]): Promise<void> {
    return this.inLine(undefined, () => {
      const { product, text } = this.#current();
      if (product === undefined)
        throw new Error(vscode.l10n.t("The text has errors: fix them before changing the board."));
      return productEdits(text, product, edits, localDay());
    });
  }

  /** @throws Error when the text is no longer the one the problem was found in */
  fix(version: number, problem: number): Promise<void> {
    return this.inLine(undefined, () => {
      const found = this.#current().diagnostics?.[problem];
      if (version !== this.document.version || found?.fix === undefined)
        throw new Error(vscode.l10n.t("The text has changed in the meantime."));
      return [{ offset: found.offset, length: found.length, content: found.fix.newText }];
    });
  }

  /** The config of a data set. @throws Error when the file is not on a disk or the data set is gone */
  configOf(data: string): vscode.Uri {
    const entry = this.product?.data.find(({ id }) => id === data);
    if (entry === undefined || this.path === null)
      throw new Error(vscode.l10n.t("There is no config for {0} on this disk.", data));
    return vscode.Uri.file(resolve(dirname(this.path), entry.config));
  }

  /** Says of a row of a feedback table what it belongs to. @throws Error when it cannot be written beside the table */
  async link(link: RowLink): Promise<void> {
    const { product, path } = this;
    if (product === undefined || path === null || !vscode.workspace.isTrusted)
      throw new Error(vscode.l10n.t("Feedback is read only from a trusted folder on this disk."));
    await linkFeedback(product, path, link);
    this.lookForFacts();
  }

  /** Reports and runs may have changed. */
  lookForFacts(): void {
    clearTimeout(this.#factsTimer);
    this.#factsTimer = setTimeout(() => void this.#findFacts(++this.#factsTurn), factsPauseMs);
  }

  override dispose(): void {
    super.dispose();
    clearTimeout(this.#problemsTimer);
    clearTimeout(this.#factsTimer);
    this.#factsTurn++;
    this.#trust.dispose();
    this.#feedback.dispose();
    this.#changed.dispose();
  }

  protected override textChanged(): void {
    this.#changed.fire("product");
    this.lookForFacts();
  }

  get #file(): string {
    return basename(this.document.uri.path);
  }

  #current(): ReadText {
    if (this.#read?.version !== this.document.version) this.#read = this.#understand();
    return this.#read!;
  }

  #understand(): ReadText {
    clearTimeout(this.#problemsTimer);
    const { version } = this.document;
    const text = this.document.getText();
    const quick = this.#reader.read(text);
    if (quick !== undefined && text.length > shortText) {
      this.#problemsTimer = setTimeout(() => this.#findProblems(version), problemsPauseMs);
      return { version, text, product: quick, diagnostics: undefined };
    }
    const { product, diagnostics } = readProduct(text, this.#file);
    // the reader's features are the same objects as before where their text is
    return { version, text, product: product && (quick ?? product), diagnostics };
  }

  #findProblems(version: number): void {
    const read = this.#current();
    if (version !== read.version || read.diagnostics !== undefined) return;
    const { product, diagnostics } = readProduct(read.text, this.#file);
    this.#read = { ...read, product: product && read.product, diagnostics };
    this.#changed.fire("product");
  }

  async #findFacts(turn: number): Promise<void> {
    const { product, text } = this.#current();
    if (product === undefined) return;
    const path = vscode.workspace.isTrusted ? this.path : null;
    const feedback = path === null ? null : this.#feedback.want(product, path, text);
    const facts = await boardFacts(product, { path, mayLook, today: localDay(), feedback });
    if (turn !== this.#factsTurn) return;
    this.#facts = facts;
    this.#changed.fire("facts");
  }
}

/** The day where the person is. */
function localDay(): string {
  const now = new Date();
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}
