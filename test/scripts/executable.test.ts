import { statSync } from "node:fs";
import { expect, it } from "vitest";

it("a build leaves the command executable: a linked one is started as a program", () => {
  expect((statSync("dist/cli.cjs").mode & 0o111).toString(8)).toBe("111");
});
