import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { forgeModel } from "../../../scripts/reliability/forgeModel.ts";
import { trainEveryKind } from "../../../scripts/reliability/trainEveryKind.ts";
import { Random } from "../../../src/numerics/random.ts";
import { loadTrained } from "../../../src/pipeline/trainedModel.ts";
import { ModelError } from "../../../src/transform/modelTable.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-forged-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(["circuit", "argn", "gaussianCopula", "ctgan", "tvae", "copulaGan"] as const)(
  "a forged %s is refused before it gives a row, and the message names file and part",
  async (type) => {
    const good = await trainEveryKind(type, folder);
    const random = new Random(11).fork(type);
    for (let i = 0; i < 12; i++) {
      const { what, bytes } = forgeModel(good, random);
      const path = join(folder, "forged.synthmodel");
      writeFileSync(path, bytes);
      const error = await loadTrained(path).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error, what).toBeInstanceOf(ModelError);
      expect((error as ModelError).message, what).toMatch(
        /forged\.synthmodel .*(its part|is not a model file)/,
      );
    }
  },
);
