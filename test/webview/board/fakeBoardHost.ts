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
import { boardStrings } from "../../../src/product/page/boardStrings.ts";
import { productEdits } from "../../../src/product/page/productEdits.ts";
import { ProductReader } from "../../../src/product/page/productReader.ts";
import { readProduct } from "../../../src/product/readProduct.ts";
import type { Feature } from "../../../src/product/schema.ts";
import { startInProcess } from "../../../src/worker/inProcess.ts";

const file = "planner.mvp.json";

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
    setImmediate(() => this.#read());
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
      this.#sendText();
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

  /** As `ProductDocument` reads: problems of a long text come later. */
  #read() {
    const quick = this.#reader.read(this.text);
    if (quick !== undefined && this.text.length > 100_000) return { product: quick, diagnostics: null };
    const { product, diagnostics } = readProduct(this.text, file);
    return { product: product && (quick ?? product), diagnostics };
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
