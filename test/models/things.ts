import type { Random } from "../../src/numerics/random.ts";
import type { ModelTable } from "../../src/transform/modelTable.ts";

const kinds = ["a", "b", "c"];

/** Three kinds of things with four measures each, correlated within a kind. */
export function things(rows: number, random: Random): ModelTable {
  const kind = Int32Array.from({ length: rows }, () => random.below(3));
  const size = Float64Array.from(kind, (k) => 2 * k + random.normal());
  const measures = [0, 1, 2, 3].map((m) =>
    Float64Array.from(
      size,
      (s, i) => Math.round(10 * (s + ((kind[i]! * (m + 1)) % 3) + random.normal())) / 10,
    ),
  );
  return {
    table: {
      rows,
      columns: [
        { name: "kind", kind: "string", codes: kind, dictionary: kinds },
        ...measures.map((values, m) => ({ name: `m${m}`, kind: "number" as const, values })),
      ],
    },
    columns: [
      { kind: "discrete", name: "kind", categories: kinds, missing: false, weights: [1, 1, 1] },
      ...measures.map((values, m) => ({
        ...{ kind: "continuous" as const, name: `m${m}`, decimals: 1, missing: false },
        ...{ min: Math.min(...values), max: Math.max(...values) },
      })),
    ],
  } as ModelTable;
}
