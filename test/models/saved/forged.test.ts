import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { forgeModel } from "../../../scripts/reliability/forgeModel.ts";
import { trainEveryKind, trainEveryRelation } from "../../../scripts/reliability/trainEveryKind.ts";
import { Random } from "../../../src/numerics/random.ts";
import { loadTrained } from "../../../src/pipeline/trainedModel.ts";
import { ModelError } from "../../../src/transform/modelTable.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-forged-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(["circuit", "argn", "gaussianCopula", "ctgan", "tvae", "copulaGan"] as const)(
  "a forged %s is refused before it gives a row, and the message names file and part",
  async (type) => {
    await refuseForgeries(await trainEveryKind(type, folder), 12, new Random(11).fork(type));
  },
);

it("a forged model of persons, their orders and rules is refused: no part speaks of what is not there", async () => {
  await refuseForgeries(await trainEveryRelation("gaussianCopula", folder), 60, new Random(12));
});

async function refuseForgeries(good: Uint8Array, count: number, random: Random): Promise<void> {
  for (let i = 0; i < count; i++) {
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
}
