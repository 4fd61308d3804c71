import { copyFileSync, mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "./tools.ts";

/** Names a careless page would execute, break on or lay out wrongly. */
export const nastyNames = [
  "<img src=x onerror=\"document.title='hacked'\">",
  "say \"hello\" & 'bye'",
  "emoji 🐧🇳🇴",
  "two\nlines",
  "שם העמודה",
  "javascript:alert(1)",
  "__proto__",
  "a".repeat(300),
];

/** A folder to work in, for every test alike: tables, configs, good and bad. Short trainings. */
export function makeWorkspace(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "syndata-workspace-")));
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  copyFileSync(join(projectRoot, "examples/penguins.csv"), join(folder, "penguins.csv"));
  copyFileSync(join(projectRoot, "examples/syndata.mvp.json"), join(folder, "syndata.mvp.json"));
  write("nasty.csv", nastyTable());
  write("nasty.synth.json", config("nasty.csv", { type: "independent" }));
  write("wide.csv", wideTable(500, 60));
  write("wide.synth.json", config("wide.csv", { type: "independent" }));
  write(
    "broken.synth.json",
    '{\n  // nothing may be lost\n  "source": { "path": "penguins.csv" },\n  "model": { "type": "ctgan", \n',
  );
  copyFileSync(join(projectRoot, "examples/penguins.csv"), join(folder, "slow.csv"));
  // long enough to be cancelled or killed in the middle
  write("slow.synth.json", config("slow.csv", { type: "ctgan", epochs: 4000 }));
  copyFileSync(join(projectRoot, "examples/penguins.csv"), join(folder, "quick.csv"));
  write("quick.synth.json", config("quick.csv", { type: "gaussianCopula" }));
  write(
    "wrong.synth.json",
    '{\n  "source": { "path": "quick.csv" },\n  "columns": { "specie": { "type": "categorical" } }\n}\n',
  );
  write(
    "typo.synth.json",
    '{\n  "source": { "path": "quick.csv" },\n  "columns": { "year": { "type": "numericall" } }\n}\n',
  );
  return folder;
}

function config(path: string, model: Readonly<Record<string, unknown>>): string {
  return `{\n  // a comment that must stay\n  "source": { "path": ${JSON.stringify(path)} },\n  "model": ${JSON.stringify(model)},\n  "report": { "sections": ["fidelity"] }\n}\n`;
}

function nastyTable(): string {
  const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
  const values = ["<b>bold</b>", "plain", "🐧", 'q"uote', "x".repeat(10_000), "עברית"];
  const rows = Array.from({ length: 90 }, (_, row) =>
    nastyNames.map((_name, column) =>
      column % 2 === 0 ? values[(row + column) % values.length]! : String((row * 7 + column) % 50),
    ),
  );
  return [nastyNames, ...rows].map((row) => row.map(quote).join(",")).join("\r\n");
}

function wideTable(columns: number, rows: number): string {
  const lines = [Array.from({ length: columns }, (_, c) => `column_${c}`).join(",")];
  for (let row = 0; row < rows; row++)
    lines.push(
      Array.from({ length: columns }, (_, c) =>
        c % 3 === 0 ? "abc"[(row * 5 + c) % 3] : (row * 31 + c * 17) % 97,
      ).join(","),
    );
  return `${lines.join("\n")}\n`;
}
