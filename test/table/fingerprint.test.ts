import { expect, it } from "vitest";
import { fileFingerprint } from "../../src/table/fingerprint.ts";
import { dataError, fileOf, newPath } from "./files.ts";

it("is the SHA-256 of the content", async () => {
  expect(await fileFingerprint(fileOf("abc"))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  expect((await dataError(fileFingerprint(newPath("none")))).code).toBe("missing-file");
});
