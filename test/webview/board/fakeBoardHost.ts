import { boardFacts } from "../../../src/editor/boardFacts.ts";
import { linkFeedback } from "../../../src/editor/linkFeedback.ts";
import { linesUpTo, problemOf } from "../../../src/editor/problems.ts";
import { applyEdits } from "../../../src/jsonc/textEdit.ts";
import {
  type BoardRequest,
  type BoardToHost,
  type FeedbackState,
  type HostToBoard,
  listChange,
} from "../../../src/product/page/boardMessages.ts";
import type { Arrangement, FirstCards, Rest } from "../../../src/product/page/boardModel.ts";
import { boardStrings } from "../../../src/product/page/boardStrings.ts";
import { makeFirstCards } from "../../../src/product/page/firstCards.ts";
import { productEdits } from "../../../src/product/page/productEdits.ts";
import { ProductReader } from "../../../src/product/page/productReader.ts";
import { readProduct } from "../../../src/product/readProduct.ts";
import type { Feature, Product } from "../../../src/product/schema.ts";
import type { Diagnostic } from "../../../src/protocol/run.ts";
import { startInProcess } from "../../../src/worker/inProcess.ts";

const file = "planner.mvp.json";

interface ReadText {
  readonly version: number;
  readonly product: Product | undefined;
  /** null while they are not looked for. */
  readonly diagnostics: readonly Diagnostic[] | null;
}

/** The extension host's part without VS Code: a text, its versions, and the answers a view gets. */
export class FakeBoardHost {
  text: string;
  version = 1;
  readonly requests: BoardRequest[] = [];
  readonly today: string;
  readonly strings: Readonly<Record<string, string>>;
  feedback: readonly FeedbackState[] | null = null;
  /** Where the product file would stand, beside its feedback tables. */
  feedbackFile: string | undefined;
  readonly #reader = new ProductReader();
  #last: ReadText | undefined;
  #first:
    | {
        readonly version: number;
        readonly cards: { rest: Rest; cardsFor: (shows: Arrangement) => FirstCards } | undefined;
      }
    | undefined;
  #sent: readonly Feature[] = [];
  #send: (message: HostToBoard) => void = () => undefined;

  constructor(
    text: string,
    {
      today = "2026-12-01",
      strings = boardStrings,
    }: { today?: string; strings?: Readonly<Record<string, string>> } = {},
  ) {
    this.text = text;
    this.today = today;
    this.strings = strings;
  }

  /** As `ProductEditors` does, the text is read while the page loads. */
  connect(send: (message: HostToBoard) => void): void {
    this.#send = send;
    setImmediate(() => this.#firstCards());
  }

  /** As if another view or the text editor had changed the text. */
  write(text: string): void {
    this.text = text;
    this.version++;
    this.#sendText();
  }

  async receive(message: BoardToHost): Promise<void> {
    if (message.type === "ready") {
      this.#sent = [];
      this.#send({ type: "strings", strings: this.strings });
      const first = message.shows && this.#firstCards();
      if (first) {
        const { version, today } = this;
        const { rest, cardsFor } = first;
        const common = { version, file, readonly: false, today, product: rest };
        this.#send({ type: "firstCards", state: { ...common, cards: cardsFor(message.shows!) } });
        setImmediate(() => this.#sendText());
      } else this.#sendText();
    } else {
      this.requests.push(message);
      const error = message.request === "link" ? await this.#link(message) : this.#do(message);
      this.#send({ type: "reply", id: message.id, ...(error !== undefined && { error }) });
    }
  }

  /** As the extension does it: written beside the table, which is read again. */
  async #link(link: Extract<BoardRequest, { readonly request: "link" }>): Promise<string | undefined> {
    const { product } = readProduct(this.text, file);
    if (product === undefined || this.feedbackFile === undefined) return "no feedback here";
    await linkFeedback(product, this.feedbackFile, link);
    const job = { file: this.feedbackFile, text: this.text, quotes: true };
    this.feedback = await startInProcess("feedback", job).result;
    this.#sendText();
    return undefined;
  }

  /** As `ProductDocument` reads, once for a version: problems of a long text come later. */
  #read(): ReadText {
    if (this.#last?.version !== this.version) this.#last = { version: this.version, ...this.#understand() };
    return this.#last;
  }

  #understand(): Omit<ReadText, "version"> {
    const quick = this.#reader.read(this.text);
    if (quick !== undefined && this.text.length > 100_000) return { product: quick, diagnostics: null };
    const { product, diagnostics } = readProduct(this.text, file);
    return { product: product && (quick ?? product), diagnostics };
  }

  /** What is drawn first, once for a text. */
  #firstCards() {
    if (this.#first?.version !== this.version) {
      const { product } = this.#read();
      const { features, ...rest } = product ?? { features: [] };
      const cardsFor = product && makeFirstCards(rest as Rest, features);
      this.#first = { version: this.version, cards: cardsFor && { rest: rest as Rest, cardsFor } };
    }
    return this.#first.cards;
  }

  #do(request: BoardRequest): string | undefined {
    const { product, diagnostics } = this.#read();
    try {
      if (request.request === "edit")
        this.write(applyEdits(this.text, productEdits(this.text, product!, request.edits, this.today)));
      else if (request.request === "fix") {
        const { offset, length, fix } = diagnostics![request.problem]!;
        this.write(applyEdits(this.text, [{ offset, length, content: fix!.newText }]));
      }
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  }

  #sendText(): void {
    const { version, text, today } = this;
    const { product, diagnostics } = this.#read();
    const problems = diagnostics?.map(problemOf) ?? null;
    const common = { version, file, readonly: false };
    if (product === undefined) {
      const excerpt = linesUpTo(text, problems?.[0]?.line ?? 1);
      this.#send({
        type: "product",
        state: { ...common, problems: problems ?? [], kind: "unreadable", excerpt },
      });
      return;
    }
    const { features, ...rest } = product;
    const state = {
      ...common,
      problems,
      kind: "product",
      today,
      product: rest,
      features: listChange(this.#sent, features),
    } as const;
    this.#sent = features;
    this.#send({ type: "product", state });
    void boardFacts(product, {
      path: "/nowhere/planner.mvp.json",
      mayLook: () => false,
      today,
      feedback: this.feedback,
    }).then((facts) => this.#send({ type: "facts", facts }));
  }
}
