import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { findBreaches, readSources } from "../../scripts/structure.ts";
import { unusedExports } from "../../scripts/unusedExports.ts";

const file = (path: string, text = "export const a = 1;\n") => ({ path, text });

it("the project keeps its own rules", () => {
  expect(findBreaches(readSources("."), readFileSync("docs/architecture.md", "utf8"))).toEqual([]);
});

it("the project has no unused export", () => {
  expect(unusedExports(readSources("."), readSources(".", ["test", "scripts", "bench"]))).toEqual([]);
});

it("reports an export that no other file imports, in whatever way", () => {
  const rooms = [
    file(
      "src/table/a.ts",
      "export const a = 1;\nexport async function b() {}\nexport class C {}\nexport type D = 1;\nexport interface E {}\nexport const f = (e: E) => e;\n",
    ),
    file("src/table/g.ts", 'import { a as first, type D } from "./a.ts";\nexport { first as h };\n'),
    file("src/table/i.ts", "export const i = 1;\nexport const j = 1;\n"),
  ];
  const importers = [
    file("test/a.test.ts", 'const { C } = await import("../src/table/a.ts");\n'),
    file("test/b.test.ts", 'import * as all from "../src/table/i.ts";\n'),
  ];
  expect(unusedExports(rooms, importers)).toEqual([
    "src/table/a.ts: exports b, which no other file imports",
    "src/table/a.ts: exports f, which no other file imports",
    "src/table/g.ts: exports h, which no other file imports",
  ]);
});

it("reports an import of a higher floor, type-only ones too", () => {
  const planted = file("src/transform/a.ts", 'import type { X } from "../pipeline/b.ts";\n');
  expect(findBreaches([planted], "")).toEqual([
    "src/transform/a.ts: imports ../pipeline/b.ts, of a higher floor (3 above 2)",
  ]);
});

it("reports vscode outside the extension and a room that sees more than it may", () => {
  const planted = [
    file("src/cli/a.ts", 'import * as vscode from "vscode";\n'),
    file("src/engine/b.ts", 'import { x } from "../table/c.ts";\n'),
    file("webview/d.ts", 'const { x } = await import("../src/pipeline/e.ts");\n'),
  ];
  expect(findBreaches(planted, "")).toEqual([
    "src/cli/a.ts: vscode is imported under src/extension only",
    "src/engine/b.ts: src/engine does not import src/table",
    "webview/d.ts: webview does not import src/pipeline",
  ]);
});

it("reports a folder of 25 files unless the architecture names it with its number", () => {
  const crowd = Array.from({ length: 25 }, (_, i) => file(`src/table/read/f${i}.ts`));
  expect(findBreaches(crowd, "")).toEqual([
    "src/table/read: 25 files, more than 20, and docs/architecture.md names no reason",
  ]);
  expect(findBreaches(crowd, "`src/table/read` holds 24 files: one a format")).toEqual([
    "src/table/read: 25 files; docs/architecture.md allows 24",
  ]);
  expect(findBreaches(crowd, "`src/table/read` holds 25 files: one a format")).toEqual([]);
});

it("reports code that tells the column kinds apart outside of their table", () => {
  const table = file(
    "src/transform/columns/columnKinds.ts",
    "export const columnKinds = {\n  number: numberKind,\n  pattern: patternKind,\n};\n",
  );
  const planted = [
    file("src/pipeline/a.ts", 'if (plan?.kind === "pattern") f();\n'),
    file("src/models/b.ts", 'const x = byPlan.kind !== "number";\n'),
    file("src/pipeline/c.ts", 'if (plans.get(name)?.kind === "number") f();\n'),
    file(
      "src/transform/d.ts",
      'switch (plan.kind) {\n  case "other":\n    break;\n  case "number":\n    break;\n}\n',
    ),
  ];
  const fine = [
    file("src/transform/columns/e.ts", 'if (plan.kind === "pattern") f();\n'),
    file("src/table/f.ts", 'if (column.kind === "number") f();\n'),
  ];
  expect(findBreaches([table, ...planted, ...fine], "")).toEqual(
    [
      ["src/pipeline/a.ts", "pattern"],
      ["src/models/b.ts", "number"],
      ["src/pipeline/c.ts", "number"],
      ["src/transform/d.ts", "number"],
    ].map(
      ([path, kind]) =>
        `${path}: tells the column kind "${kind}" from others; ask its entry in src/transform/columns/columnKinds.ts instead`,
    ),
  );
});

it("reports code that tells metrics or jobs apart outside of their tables", () => {
  const table = file(
    "src/metrics/privacyMetrics.ts",
    "export const m = {\n  dcrShare: metricCard({}),\n};\n",
  );
  const planted = [
    file("src/report/a.ts", 'if (metric.key === "dcrShare") f();\n'),
    file("webview/b.ts", 'switch (key) {\n  case "dcrShare":\n    break;\n}\n'),
    file("src/quality/c.ts", 'if (key === "dcrShare") f();\n'),
    file(
      "src/jobs/jobTable.ts",
      "export const jobTable = {\n  score: async () => (await import('./score.ts')).scoreJob,\n};\n",
    ),
    file("src/server/d.ts", 'if (job === "score") f();\n'),
  ];
  expect(findBreaches([table, ...planted], "")).toEqual([
    'src/report/a.ts: tells the metric "dcrShare" from others; ask its entry in src/metrics/ instead',
    'webview/b.ts: tells the metric "dcrShare" from others; ask its entry in src/metrics/ instead',
    'src/server/d.ts: tells the job "score" from others; ask its entry in src/jobs/jobTable.ts instead',
  ]);
});

it("reports long files and bounds that are not named max… or min…", () => {
  const long = file("src/table/a.ts", "a;\n".repeat(401));
  const bound = file("src/table/b.ts", "const mostRows = 3;\nconst leastShare = 1;\n");
  expect(findBreaches([long, bound], "")).toEqual([
    "src/table/a.ts: 401 lines, more than 400",
    "src/table/b.ts: mostRows is a bound: name it max… or min…",
    "src/table/b.ts: leastShare is a bound: name it max… or min…",
  ]);
});

it("reports data that is looked up in an object, which has `constructor` and `__proto__` without being given them", () => {
  const planted = [
    file("src/table/a.ts", "const x = options.dateFormats?.[name];\n"),
    file("src/pipeline/b.ts", "const x = plan.config.columns[name];\n"),
    file("src/report/c.ts", "const texts: Record<string, string> = {};\nf(texts[word]);\n"),
    file("src/config/d.ts", "f((value as Record<string, unknown>)[key]);\n"),
    file("web/e.ts", "const x = { a: 1, b: 2 }[word];\n"),
  ];
  const fine = [
    file(
      "src/table/f.ts",
      'const texts: Record<string, string> = {};\ntexts["a"] = "b";\nf(own(texts, word));\n',
    ),
    file("src/models/circuit/g.ts", "const tensors: Record<string, Tensor> = {};\nf(tensors[name]);\n"),
  ];
  const places = [
    "src/table/a.ts:1",
    "src/pipeline/b.ts:1",
    "src/report/c.ts:2",
    "src/config/d.ts:1",
    "web/e.ts:1",
  ];
  expect(findBreaches([...planted, ...fine], "")).toEqual(
    places.map(
      (place) =>
        `${place}: looks data up in an object, which inherits \`constructor\` and the like: use own() or a Map`,
    ),
  );
});
