import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { confine, shown } from "../../src/tools/confine.ts";

const base = realpathSync(mkdtempSync(join(tmpdir(), "syndata-confine-")));
const root = join(base, "work");
mkdirSync(join(root, "a/b"), { recursive: true });
mkdirSync(join(base, "work-beside"));
writeFileSync(join(root, "a/x.csv"), "");
symlinkSync("..", join(root, "a/up"));
symlinkSync("../..", join(root, "a/out"));
symlinkSync(join(root, "a"), join(base, "entry"));
afterAll(() => rmSync(base, { recursive: true, force: true }));

describe("paths of tools", () => {
  it.each([
    ["a/x.csv", "a/x.csv"],
    ["./a/../a/x.csv", "a/x.csv"],
    ["a/up/a/x.csv", "a/x.csv"],
    ["new/folder/y.csv", "new/folder/y.csv"],
    [join(base, "entry/x.csv"), "a/x.csv"],
    ["", ""],
    ["..x", "..x"],
  ])("%s is %s", (path, real) => {
    expect(confine([root], path)).toBe(join(root, real));
  });

  it.each([
    "..",
    "../work-beside/x",
    "a/out/x.csv",
    "a/out",
    "/etc/passwd",
    "a/b/../../../x",
    `${root}-beside`,
  ])("%s is refused", (path) => {
    expect(() => confine([root], path)).toThrow(/lies outside of the workspace/);
  });

  it("never lets a relative path out, whatever it is made of", () => {
    const part = fc.constantFrom("..", ".", "a", "b", "up", "out", "new", "");
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        let path: string;
        try {
          path = confine([root], parts.join("/"));
        } catch {
          return;
        }
        expect(path === root || path.startsWith(`${root}/`)).toBe(true);
      }),
    );
  });

  it("needs a folder, and refuses zero bytes", () => {
    expect(() => confine([], "x")).toThrow(/no folder is open/);
    expect(() => confine([root], "a\0b")).toThrow(/zero byte/);
  });

  it("are shown as a person would write them", () => {
    expect(shown([root], join(root, "a/x.csv"))).toBe("a/x.csv");
    expect(shown([root], "/etc/passwd")).toBe("/etc/passwd");
  });
});
