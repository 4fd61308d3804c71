import { Random } from "../src/numerics/random.ts";
import { buildReport } from "../src/quality/buildReport.ts";
import { alignTables } from "../src/quality/compared/align.ts";
import { assessDiagnostic } from "../src/quality/diagnostic/assessDiagnostic.ts";
import { assessFidelity } from "../src/quality/fidelity/assessFidelity.ts";
import type { QualityInput } from "../src/quality/input.ts";
import type { Sdtype } from "../src/table/columnTypes.ts";
import { readTable } from "../src/table/read/read.ts";
import { type Column, type Table, takeRows } from "../src/table/table.ts";

/**
 * The report on `examples/adult.csv` (80 % training, 20 % holdout, synthetic rows that join halves of two training rows): fidelity
 * without learners, then all sections; and fidelity on 1,000,000 × 20 made-up cells. Milliseconds; memory is the process's peak so far.
 */
export async function benchQuality(): Promise<Record<string, unknown>> {
  const adult = adultTables((await readTable("examples/adult.csv")).table);
  const small = await timeFidelity(adult.real, adult.synthetic, adult.holdout, 3);
  const start = performance.now();
  const report = await buildReport(
    {
      ...adult,
      columns: describe(adult.real),
      names: { real: "adult", synthetic: "synthetic" },
      seed: 1,
      created: "2026-01-01T00:00:00Z",
    },
    { progress: () => {}, signal: new AbortController().signal },
  );
  const adultReportMs = performance.now() - start;
  const adultPeakMb = peakMb();
  const large = await timeFidelity(madeUp(1_000_000, 1), madeUp(1_000_000, 2), null, 1);
  return {
    adultFidelityMs: small.ms,
    adultReportMs,
    adultSectionsMs: report.timings,
    adultPeakMb,
    millionByTwentyFidelityMs: large.ms,
    millionByTwentyPeakMb: peakMb(),
  };
}

function adultTables(table: Table): { real: Table; synthetic: Table; holdout: Table } {
  const order = new Random(1).permutation(table.rows);
  const cut = Math.floor(table.rows * 0.8);
  const real = takeRows(table, order.subarray(0, cut));
  const random = new Random(2);
  const draw = () => Uint32Array.from({ length: cut }, () => random.below(cut));
  const [a, b] = [takeRows(real, draw()), takeRows(real, draw())];
  const synthetic = { rows: cut, columns: a.columns.map((c, j) => (j % 3 === 0 ? b.columns[j]! : c)) };
  return { real, synthetic, holdout: takeRows(table, order.subarray(cut)) };
}

async function timeFidelity(
  real: Table,
  synthetic: Table,
  holdout: Table | null,
  repeats: number,
): Promise<{ ms: number }> {
  let best = Number.POSITIVE_INFINITY;
  for (let k = 0; k < repeats; k++) {
    const start = performance.now();
    const aligned = alignTables(real, synthetic, holdout, describe(real));
    assessDiagnostic(real, synthetic, aligned, new Set());
    const input: QualityInput = {
      ...aligned,
      target: null,
      sensitive: [],
      quasiIdentifiers: [],
      seed: 1,
      signal: new AbortController().signal,
      progress: () => {},
    };
    await assessFidelity(input);
    best = Math.min(best, performance.now() - start);
  }
  return { ms: best };
}

function describe(table: Table): { name: string; sdtype: Sdtype }[] {
  return table.columns.map(({ name, kind }) => ({
    name,
    sdtype: kind === "number" ? "numerical" : "categorical",
  }));
}

/** Ten numbers and ten categorical columns that depend on a common factor. */
function madeUp(rows: number, seed: number): Table {
  const random = new Random(seed);
  const factor = Float64Array.from({ length: rows }, () => random.normal());
  const columns: Column[] = [];
  for (let j = 0; j < 10; j++) {
    const name = `number${j}`;
    columns.push({
      kind: "number",
      name,
      values: factor.map((f) => Math.round(100 * (f * j + random.normal()))),
    });
  }
  for (let j = 0; j < 10; j++) {
    const size = 2 + j * 5;
    const codes = Int32Array.from(factor, (f) => Math.abs(Math.round(f * j + random.normal() * 3)) % size);
    columns.push({
      kind: "string",
      name: `category${j}`,
      codes,
      dictionary: Array.from({ length: size }, (_, i) => `value ${i}`),
    });
  }
  return { rows, columns };
}

function peakMb(): number {
  return process.resourceUsage().maxRSS / 1024;
}
