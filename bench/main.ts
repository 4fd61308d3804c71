import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

/**
 * `npm run bench [-- --json FILE] [--only engine,table]`: deterministic work, timed. Prints a table and saves JSON.
 * Figures are of this machine at this moment; compare them as ratios to `gemmGflops`.
 */
const { values } = parseArgs({
  options: {
    json: { type: "string" },
    only: { type: "string" },
    /** Folder with `gittables_annotated.json`, for `personal`; and tables at which places of it: even or odd. */
    gittables: { type: "string" },
    places: { type: "string" },
    /** Folder of tables with splits, for `papers`; of AIM's Adult, for `dp`. */
    data: { type: "string" },
  },
});

type Bench = (options: typeof values) => Promise<Record<string, unknown>>;

const rooms: Readonly<Record<string, () => Promise<Bench>>> = {
  engine: async () => (await import("./engine.ts")).benchEngine,
  transform: async () => (await import("./transform.ts")).benchTransform,
  table: async () => (await import("./table.ts")).benchTable,
  sample: async () => {
    const { benchSample } = await import("./sample.ts");
    return () => benchSample();
  },
  quality: async () => (await import("./quality.ts")).benchQuality,
  learners: async () => (await import("./learners.ts")).benchLearners,
  privacy: async () => (await import("./privacy.ts")).benchPrivacy,
  circuit: async () => (await import("./circuit.ts")).benchCircuit,
  personal: async () => (await import("./personal.ts")).benchPersonal,
  wide: async () => (await import("./wide.ts")).benchWide,
  rare: async () => (await import("./rareClasses.ts")).benchRareClasses,
  smallTables: async () => (await import("./smallTables.ts")).benchSmallTables,
  rules: async () => (await import("./rules.ts")).benchRules,
  papers: async () => (await import("./papers.ts")).benchPapers,
  dp: async () => (await import("./differentialPrivacy.ts")).benchDifferentialPrivacy,
  large: async () => (await import("./largeSource.ts")).benchLargeSource,
  grid: async () => (await import("./use/grid.ts")).benchGrid,
  run: async () => (await import("./use/runToReport.ts")).benchRun,
  board: async () => (await import("./use/board.ts")).benchBoard,
  protection: async () => (await import("./protection.ts")).benchProtection,
};

const wanted =
  values.only?.split(",") ??
  Object.keys(rooms).filter(
    (name) => name !== "large" && ((name !== "papers" && name !== "dp") || values.data !== undefined),
  );
const results: Record<string, Record<string, unknown>> = {};
for (const name of wanted) {
  const load = rooms[name];
  if (!load) throw new RangeError(`no bench ${name}; there are ${Object.keys(rooms).join(", ")}`);
  const bench = await load();
  results[name] = await bench(values);
  console.log(`\n${name}`);
  for (const [key, value] of Object.entries(results[name])) console.log(`  ${key.padEnd(28)} ${show(value)}`);
}
if (values.json) {
  writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
  console.log(`\nsaved ${values.json}`);
}

function show(value: unknown): string {
  if (typeof value === "number") return value.toLocaleString("en-US", { maximumSignificantDigits: 4 });
  if (typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([key, v]) => `${key}: ${show(v)}`)
      .join("   ");
  }
  return String(value);
}
