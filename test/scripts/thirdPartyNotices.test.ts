import { describe, expect, it } from "vitest";
import { thirdPartyNotices } from "../../scripts/thirdPartyNotices.ts";

describe("thirdPartyNotices", () => {
  it("names every package with its version and license text, and skips what is not there", () => {
    const text = thirdPartyNotices(".", ["node_modules/zod", "node_modules/no-such-package"]);
    expect(text).toMatch(/zod \d+\.\d+\.\d+ \(MIT\)/);
    expect(text).toContain("Permission is hereby granted");
    expect(text).not.toContain("no-such-package");
  });
});
