import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scratchFolder, syndata } from "./runCli.ts";

describe("syndata mvp", () => {
  const folder = scratchFolder();
  const path = join(folder, "planner.mvp.json");
  const mvp = (...args: string[]) => syndata(["mvp", ...args], folder);

  it("makes a file, adds to it, and ends with 3 while a criterion of the phase is not met", async () => {
    expect((await mvp("init", "planner")).code).toBe(0);
    expect((await mvp("add", "Swap a shift", "--moscow", "must", "--phase", "mvp")).stdout).toBe(
      "swap-a-shift\n",
    );
    const open = await mvp("check");
    expect(open.stdout).toContain("✖ 0 of 2 Musts done (needs at least 1)");
    expect(open.code).toBe(3);
    for (const id of ["first-feature", "swap-a-shift"])
      expect((await mvp("set", id, "status=done")).code).toBe(0);
    expect((await mvp("check")).code).toBe(0);
    expect(readFileSync(path, "utf8")).toContain("// Who it is for.");
  });

  it("writes nothing when a change would break the file, and names the place in a broken one", async () => {
    const before = readFileSync(path, "utf8");
    const wrong = await mvp("set", "swap-a-shift", "impact=4");
    expect(wrong.stderr).toMatch(
      /^planner\.mvp\.json:\d+:\d+ error unknown-value: .*must be 3, 2, 1, 0\.5 or 0\.25/m,
    );
    expect(wrong.code).toBe(2);
    expect(readFileSync(path, "utf8")).toBe(before);
    writeFileSync(path, before.replace('"must"', '"most"'));
    const broken = await mvp("show");
    expect(broken.stderr).toMatch(/error unknown-value: .*did you mean "must"\?/);
    expect(broken.code).toBe(2);
  });
});
