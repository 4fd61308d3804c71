import { Random } from "../../numerics/random.ts";
import { type Column, findColumn, makeTable, type Table } from "../../table/table.ts";
import type { JsonValue, ModelColumn, ModelTable } from "../modelTable.ts";
import type { Mixture } from "./bayesianMixture.ts";
import {
  decodeContinuous,
  encodeContinuous,
  type FittedValues,
  fitValues,
  type Place,
} from "./continuousValues.ts";
import type { EncodedRows, MatrixLayout, Span } from "./matrix.ts";

/** A table ⇄ the matrix of a neural model (Xu et al., "Modeling tabular data using conditional GAN", NeurIPS 2019, 4.2). */
export interface MatrixEncoder {
  readonly layout: MatrixLayout;
  readonly columns: readonly ModelColumn[];
  /**
   * One mixture per continuous column (undefined for discrete ones), by column index. A std of 0 marks a point mode, whose mean is a
   * value of the column; the other modes are those of values on the column's scale, see `LogScale`.
   */
  readonly modes: readonly (Mixture | undefined)[];
  /**
   * Continuous: a mode k drawn from its responsibilities, α = (y − μ_k) / (4 σ_k) clipped to ±0.99 for y = x on the column's scale; the
   * value of a point mode always takes that mode, with α = 0. A missing value takes α and mode of a random present one, so that the missing
   * span alone says it.
   */
  encode(table: Table, random: Random): EncodedRows;
  /** α clipped to ±1, y = 4 σ_k α + μ_k, unrounded and within the column's range, see `keepWithin`. */
  decode(rows: EncodedRows): Table;
  save(): JsonValue;
}

/** Fits scales and mixtures; deterministic for a seed. `maxModes` default 10. */
export function fitMatrixEncoder(
  data: ModelTable,
  options: { readonly seed: number; readonly maxModes?: number },
): MatrixEncoder {
  const random = new Random(options.seed).fork("modes");
  const fitted = data.columns.map((column): FittedValues | undefined => {
    if (column.kind === "discrete") return undefined;
    const values = numberColumn(data.table, column.name);
    const components = options.maxModes ?? 10;
    return fitValues(values, column, { random: random.fork(column.name), components });
  });
  return matrixEncoder(data.columns, fitted);
}

/** The encoder of columns whose mixtures are known; undefined for discrete columns. */
export function matrixEncoder(
  columns: readonly ModelColumn[],
  fitted: readonly (FittedValues | undefined)[],
): MatrixEncoder {
  const modes = fitted.map((values) => values?.modes);
  const layout = layOut(columns, modes);
  return {
    layout,
    columns,
    modes,
    encode(table, random) {
      const { alphaCount, codeCount } = layout;
      const rows: EncodedRows = {
        rows: table.rows,
        alphas: new Float32Array(table.rows * alphaCount),
        codes: new Int32Array(table.rows * codeCount),
      };
      for (const place of places(layout)) {
        const meta = columns[place.column]!;
        if (meta.kind === "discrete")
          encodeDiscrete(meta, table, rows, { stride: codeCount, index: place.category! });
        else
          encodeContinuous(
            numberColumn(table, meta.name),
            { ...fitted[place.column]!, column: meta },
            { rows, layout, place },
            random,
          );
      }
      return rows;
    },
    decode(rows) {
      return makeTable(
        places(layout).map((place): Column => {
          const meta = columns[place.column]!;
          if (meta.kind === "continuous") {
            const values = decodeContinuous(meta, fitted[place.column]!, { rows, layout, place });
            return { kind: "number", name: meta.name, values };
          }
          const codes = new Int32Array(rows.rows);
          const known = meta.categories.length;
          for (let i = 0, at = place.category!; i < rows.rows; i++, at += layout.codeCount) {
            const code = rows.codes[at]!;
            codes[i] = code === known ? -1 : code;
          }
          return { kind: "string", name: meta.name, codes, dictionary: meta.categories };
        }),
      );
    },
    save() {
      const known = fitted.filter((values) => values !== undefined);
      const list = <T>(of: (values: FittedValues) => T | undefined) =>
        fitted.map((values) => (values === undefined ? null : (of(values) ?? null)));
      return {
        version: 1,
        columns,
        modes: list((values) => values.modes),
        ...(known.every(({ shares }) => shares !== undefined) && {
          endShares: list(({ shares }) => shares),
        }),
        ...(known.some(({ scale }) => scale !== undefined) && { scales: list(({ scale }) => scale) }),
      } as unknown as JsonValue;
    },
  };
}

function places(layout: MatrixLayout): Place[] {
  const byColumn: Place[] = [];
  for (const span of layout.spans) {
    byColumn[span.column] ??= { column: span.column };
    byColumn[span.column]![span.kind === "tanh" ? "alpha" : span.role] = span.index;
  }
  return byColumn;
}

function layOut(columns: readonly ModelColumn[], modes: readonly (Mixture | undefined)[]): MatrixLayout {
  const spans: Span[] = [];
  let offset = 0;
  let alphaCount = 0;
  let codeCount = 0;
  const softmax = (role: "mode" | "category" | "missing", column: number, size: number) => {
    spans.push({ kind: "softmax", role, column, offset, size, index: codeCount++ });
    offset += size;
  };
  columns.forEach((meta, column) => {
    if (meta.kind === "discrete") {
      softmax("category", column, meta.categories.length + (meta.missing ? 1 : 0));
      return;
    }
    spans.push({ kind: "tanh", column, offset: offset++, size: 1, index: alphaCount++ });
    softmax("mode", column, modes[column]!.means.length);
    if (meta.missing) softmax("missing", column, 2);
  });
  return { width: offset, spans, alphaCount, codeCount };
}

function encodeDiscrete(
  meta: Extract<ModelColumn, { kind: "discrete" }>,
  table: Table,
  rows: EncodedRows,
  { stride, index }: { readonly stride: number; readonly index: number },
): void {
  const column = findColumn(table, meta.name);
  if (column?.kind !== "string") throw new RangeError(`no text column ${meta.name}`);
  const known = new Map(meta.categories.map((c, i) => [c, i]));
  const map = column.dictionary.map((text) => known.get(text) ?? -1);
  for (let i = 0, at = index; i < table.rows; i++, at += stride) {
    const code = column.codes[i]!;
    const mapped = code < 0 ? meta.categories.length : map[code]!;
    if (mapped < 0 || (code < 0 && !meta.missing))
      throw new RangeError(
        code < 0
          ? `column ${meta.name} has a missing value in row ${i + 1}`
          : `unknown category in ${meta.name}`,
      );
    rows.codes[at] = mapped;
  }
}

function numberColumn(table: Table, name: string): Float64Array {
  const column = findColumn(table, name);
  if (column?.kind !== "number") throw new RangeError(`no number column ${name}`);
  return column.values;
}
