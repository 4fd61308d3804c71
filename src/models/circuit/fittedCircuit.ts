import { nextTurn } from "../../numerics/breathe.ts";
import { Random } from "../../numerics/random.ts";
import type { Condition } from "../../table/condition.ts";
import type { Table } from "../../table/table.ts";
import { type JsonValue, type ModelColumn, ModelError } from "../../transform/modelTable.ts";
import type { DensityModel, ModelState, SampleOptions } from "../synthesizer.ts";
import type { CircuitParameters } from "./circuitModel.ts";
import { conditionCircuit } from "./query/condition.ts";
import { type Evidence, readConditions } from "./query/evidence.ts";
import { imputeTable } from "./query/imputation.ts";
import { type CircuitInference, plainInference } from "./query/inference.ts";
import { cellLogLikelihoods, rowLogLikelihood } from "./query/likelihood.ts";
import { nativeInference } from "./query/nativeInference.ts";
import { decodeTokens, drawTokens, withoutRare } from "./query/sampler.ts";
import { movesRows } from "./refine/chooseRefinement.ts";
import { openMovedSource, type TokenSource } from "./refine/moves/movedSource.ts";
import { type CircuitContents, saveCircuit } from "./savedCircuit.ts";
import { opensLongerThanPlainRuns } from "./sessionCost.ts";

/** Rows drawn at a time; part of what a seed means. */
const blockRows = 16_384;

/** A circuit that can be asked. */
export class FittedCircuit implements DensityModel {
  readonly type = "circuit";
  readonly #contents: CircuitContents;
  #native: Promise<CircuitInference> | undefined;

  constructor(contents: CircuitContents) {
    this.#contents = contents;
  }

  get columns(): readonly ModelColumn[] {
    return this.#contents.columns;
  }

  /** What the fit chose and why. */
  get notes(): JsonValue {
    return this.#contents.notes;
  }

  async *sample(rows: number, options: SampleOptions): AsyncIterable<Table> {
    const { books } = this.#contents;
    const where = options.where ?? [];
    const { parameters, evidence } = this.#given(where);
    const random = new Random(options.seed);
    const source = this.#source(parameters, { rows, where, plannedRows: rows, ...options });
    try {
      for (let start = 0, block = 0; start < rows; start += blockRows, block++) {
        options.signal?.throwIfAborted();
        const size = Math.min(blockRows, rows - start);
        const part = random.fork(`block ${block}`);
        const columns = decodeTokens(books, await source.draw(size, part), evidence, part);
        yield { rows: size, columns };
        await nextTurn();
      }
    } finally {
      await source.dispose();
    }
  }

  /** Where tokens come from: rows that are moved, or selected ones of more. */
  #source(
    parameters: CircuitParameters,
    {
      rows,
      where,
      plannedRows,
      signal,
    }: Required<Pick<SampleOptions, "where" | "plannedRows">> & {
      readonly rows: number;
      readonly signal?: AbortSignal;
    },
  ): TokenSource {
    const { shape, books, ratio, moves } = this.#contents;
    const circuit = { shape, parameters, books };
    if (moves !== undefined && movesRows(plannedRows))
      return openMovedSource(circuit, moves, { rows, conditioned: where.length > 0, signal });
    return {
      draw: async (size, random) => withoutRare(books, drawTokens(circuit, ratio, size, random)),
      dispose: async () => undefined,
    };
  }

  /** ln P(conditions): how common the rows asked for are. */
  logProbability(where: readonly Condition[]): number {
    const { shape, parameters, books } = this.#contents;
    return conditionCircuit(shape, parameters, readConditions(books, where)).logProbability;
  }

  async logLikelihood(data: Table): Promise<Float64Array> {
    return rowLogLikelihood(this.#contents.books, await this.#infer(data.rows), data);
  }

  async cellLogLikelihood(data: Table): Promise<readonly Float64Array[]> {
    return cellLogLikelihoods(this.#contents, await this.#infer(data.rows), data);
  }

  async impute(
    data: Table,
    options: { readonly seed: number; readonly draws: number },
  ): Promise<readonly Table[]> {
    const random = new Random(options.seed).fork("impute");
    return imputeTable(this.#contents, await this.#infer(data.rows), data, { draws: options.draws, random });
  }

  async save(): Promise<ModelState> {
    return saveCircuit(this.#contents);
  }

  async dispose(): Promise<void> {
    await (await this.#native)?.dispose();
    this.#native = undefined;
  }

  #given(where: readonly Condition[]): { parameters: CircuitParameters; evidence: Evidence } {
    const { shape, parameters, books } = this.#contents;
    if (where.length === 0) return { parameters, evidence: [] };
    const evidence = readConditions(books, where);
    const given = conditionCircuit(shape, parameters, evidence);
    if (given.logProbability === -Infinity)
      throw new ModelError("no row of the model meets these conditions together; loosen one of them");
    return { parameters: given.parameters, evidence };
  }

  async #infer(rows: number): Promise<CircuitInference> {
    const { shape, parameters } = this.#contents;
    if (opensLongerThanPlainRuns(shape, rows)) return plainInference(shape, parameters);
    this.#native ??= nativeInference(shape, parameters, 2).catch(() => plainInference(shape, parameters));
    return this.#native;
  }
}
