import { nextTurn } from "../../numerics/breathe.ts";
import { Random } from "../../numerics/random.ts";
import type { Table } from "../../table/table.ts";
import type { ModelColumn } from "../../transform/modelTable.ts";
import { readConditions } from "../circuit/query/evidence.ts";
import { decodeTokens } from "../circuit/query/sampler.ts";
import type { DensityModel, ModelState, SampleOptions } from "../synthesizer.ts";
import { cellLogLikelihoods, rowLogLikelihood } from "./density.ts";
import { imputeTable } from "./imputation.ts";
import { ArgnInference } from "./inference.ts";
import { drawRows } from "./sampler.ts";
import { type ArgnContents, saveArgn } from "./savedArgn.ts";

/** Rows drawn at a time; part of what a seed means. */
const blockRows = 4096;

/** A trained network that can be asked. */
export class FittedArgn implements DensityModel {
  readonly type = "argn";
  readonly #contents: ArgnContents;
  #inference: Promise<ArgnInference> | undefined;

  constructor(contents: ArgnContents) {
    this.#contents = contents;
  }

  get columns(): readonly ModelColumn[] {
    return this.#contents.vocabulary.books.map((b) => b.column);
  }

  async *sample(rows: number, options: SampleOptions): AsyncIterable<Table> {
    const { books } = this.#contents.vocabulary;
    const evidence = options.where?.length ? readConditions(books, options.where) : [];
    const order = this.#orderGiven(evidence);
    const inference = await this.#infer();
    const random = new Random(options.seed);
    for (let start = 0, block = 0; start < rows; start += blockRows, block++) {
      options.signal?.throwIfAborted();
      const part = random.fork(`block ${block}`);
      const tokens = await drawRows(inference, { order, evidence }, blockRows, part);
      const size = Math.min(blockRows, rows - start);
      const columns = decodeTokens(
        books,
        tokens.map((t) => t.subarray(0, size)),
        evidence,
        part,
      );
      yield { rows: size, columns };
      await nextTurn();
    }
  }

  /** Along the fixed order of the columns. */
  async logLikelihood(data: Table): Promise<Float64Array> {
    const { vocabulary, order } = this.#contents;
    return await rowLogLikelihood(await this.#infer(), vocabulary.books, order, data);
  }

  async cellLogLikelihood(data: Table): Promise<readonly Float64Array[]> {
    return await cellLogLikelihoods(await this.#infer(), this.#contents.vocabulary.books, data);
  }

  async impute(
    data: Table,
    options: { readonly seed: number; readonly draws: number },
  ): Promise<readonly Table[]> {
    const { vocabulary, order } = this.#contents;
    const random = new Random(options.seed).fork("impute");
    const columns = { books: vocabulary.books, order };
    return await imputeTable(await this.#infer(), columns, data, { draws: options.draws, random });
  }

  async save(): Promise<ModelState> {
    return saveArgn(this.#contents);
  }

  async dispose(): Promise<void> {
    await (await this.#inference)?.dispose();
    this.#inference = undefined;
  }

  /** Columns with evidence first, the least likely first of all, when the network knows every order. */
  #orderGiven(evidence: ReturnType<typeof readConditions>): readonly number[] {
    const { order, anyOrder, weights, vocabulary } = this.#contents;
    if (!anyOrder) return order;
    const mass = (j: number): number => {
      const mask = evidence[j]!.mask;
      let total = 0;
      let allowed = 0;
      for (let t = 0; t < mask.length; t++) {
        const share = Math.exp(weights.headBias[vocabulary.offsets[j]! + t]!);
        total += share;
        allowed += share * mask[t]!;
      }
      return allowed / total;
    };
    const given = order.filter((j) => evidence[j] !== undefined).sort((a, b) => mass(a) - mass(b));
    return [...given, ...order.filter((j) => evidence[j] === undefined)];
  }

  #infer(): Promise<ArgnInference> {
    this.#inference ??= ArgnInference.open(this.#contents.weights, this.#contents.vocabulary);
    return this.#inference;
  }
}
