import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readDocument } from "../../src/editor/documentState.ts";
import type { ConfigDocument } from "../../src/protocol/editor.ts";
import { column, customers, table } from "../config/profiles.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-document-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (text: string, profile = customers, path: string | null = null) =>
  readDocument({ text, version: 3, path, file: "a.synth.json", readonly: false }, profile);
const config = (text: string, profile = customers) => read(text, profile).state as ConfigDocument;

describe("what the views of a config are told", () => {
  it("says where broken text is broken, with the line itself and what stands before it", () => {
    expect(read('{\n  "source": { "path": "a.csv" },\r\n  "columns": {{\n}').state).toMatchObject({
      kind: "broken",
      version: 3,
      file: "a.synth.json",
      line: 3,
      column: 15,
      excerpt: [
        { line: 1, text: "{" },
        { line: 2, text: '  "source": { "path": "a.csv" },' },
        { line: 3, text: '  "columns": {{' },
      ],
    });
    expect(read("").state).toMatchObject({ kind: "broken", line: 1, excerpt: [{ line: 1, text: "" }] });
    for (const text of ["[]", "5", "null", '"a"']) expect(read(text).state.kind).toBe("broken");
  });

  it("gives the value as written and what follows for each column", () => {
    const state = config(
      `{ "source": { "path": "a.csv" }, "columns": { "age": { "decimals": 1 }, "plan": { "role": "drop" } } }`,
    );
    expect(state.value["columns"]).toEqual({ age: { decimals: 1 }, plan: { role: "drop" } });
    expect(state.effective?.map(({ type, role }) => `${type} ${role}`)).toEqual([
      "id id",
      "numerical feature",
      "datetime feature",
      "categorical drop",
      "boolean feature",
      "text feature",
      "numerical feature",
    ]);
    expect(state.effective?.[1]).toMatchObject({ decimals: 1, missing: "model", minCategoryCount: 5 });
    expect(state.defaultOutput).toBe("synthetic/a.csv");
    expect(state.defaultTarget).toBe("active");
  });

  it("keeps the view of sound parts when others are wrong", () => {
    const state = config(`{ "source": { "path": "a.csv" }, "seed": -1, "model": { "type": "nonsense" },
      "columns": { "age": { "type": "categorical", "decimals": "many" }, "plan": { "type": "nonsense", "missing": "never" }, "active": 5 },
      "report": { "target": "plan", "holdout": 7 } }`);
    expect(state.problems.filter(({ severity }) => severity === "error").length).toBeGreaterThanOrEqual(5);
    expect(state.effective?.[1]?.type).toBe("categorical");
    expect(state.effective?.[3]).toMatchObject({ type: "categorical", missing: "never", role: "target" });
    expect(state.effective?.[4]?.type).toBe("boolean");
  });

  it("finds problems of the text, of the files and of the columns, with their fixes", () => {
    const path = join(folder, "a.synth.json");
    const text = `{ "source": { "path": "a.csv" }, "columns": { "agee": {} } }`;
    expect(read(text, customers, path).diagnostics.map(({ code }) => code)).toContain("missing-file");
    writeFileSync(join(folder, "a.csv"), "a\n1\n");
    const { state, diagnostics } = read(text, customers, path);
    const problems = (state as ConfigDocument).problems;
    const unknown = problems.findIndex(({ code }) => code === "unknown-column");
    expect(problems[unknown]?.fix).toContain("age");
    const fix = diagnostics[unknown]!;
    expect(text.slice(fix.offset, fix.offset + fix.length)).toBe('"agee"');
    expect(fix.fix?.newText).toBe('"age"');
  });

  it("does without a profile, and with nothing but an object", () => {
    expect(config("{}", undefined as never)).toMatchObject({ kind: "config", defaultOutput: "" });
    const bare = readDocument({ text: "{}", version: 1, path: null, file: "a", readonly: true }, undefined);
    expect(bare.state).toMatchObject({ effective: null, defaultTarget: null, readonly: true });
  });

  it("is not led astray by names of columns", () => {
    const names = ["__proto__", "constructor", "", "a\nb", "\u202Eabc", "<img src=x>"];
    const nasty = table(names.map((name) => column(name, "categorical")));
    const columns = names.map((name) => `${JSON.stringify(name)}: { "missing": "never" }`).join(", ");
    const state = config(`{ "source": { "path": "a.csv" }, "columns": { ${columns} } }`, nasty);
    expect(state.effective).toHaveLength(names.length);
    expect(state.effective?.slice(1).map(({ missing }) => missing)).toEqual(Array(5).fill("never"));
  });
});
