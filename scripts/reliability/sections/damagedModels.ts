import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../../../src/numerics/random.ts";
import { commandEvery, sampleByCommand, sampleWorkers } from "../sampling.ts";
import type { Section } from "../section.ts";
import { trainEveryKind } from "../trainEveryKind.ts";

const types = ["circuit", "ctgan", "argn", "independent"] as const;

interface Damaged {
  readonly what: string;
  readonly code: number | null;
  /** What was written: nothing, the rows of the whole model, or others. */
  readonly rows: "none" | "the same" | "others";
  readonly message: string;
}

/** Models with a bit flipped or their end cut off: refused, or the same rows where the bit is of no account. */
export const damagedModels: Section<Damaged> = {
  name: "damaged models",
  cases: 200,
  lanes: true,
  async open(folder, atEnd) {
    const whole: { bytes: Uint8Array; rows: string }[] = [];
    const pathsOf = (name: string) =>
      [join(folder, `${name}.synthmodel`), join(folder, `${name}.csv`)] as const;
    for (const type of types) {
      const bytes = await trainEveryKind(type, folder);
      const [model, out] = pathsOf(`whole-${type}`);
      writeFileSync(model, bytes);
      const { code, message } = await sampleByCommand(model, out);
      if (code !== 0) throw new Error(`the whole model of ${type} gave no rows: ${message}`);
      whole.push({ bytes, rows: readFileSync(out, "utf8") });
    }
    const workers = sampleWorkers(atEnd);
    return async (index, lane) => {
      const random = new Random(20261129).fork(`damage ${index}`);
      const { bytes, rows } = whole[index % types.length]!;
      const damaged = damage(bytes, random);
      const [model, out] = pathsOf(`damaged-${index}`);
      writeFileSync(model, damaged.bytes);
      const { code, message } =
        index % commandEvery === 0
          ? await sampleByCommand(model, out)
          : await workers(lane).sample(model, out);
      const written = existsSync(out) ? readFileSync(out, "utf8") : null;
      for (const file of [model, out]) rmSync(file, { force: true });
      return {
        what: `${types[index % types.length]}, ${damaged.what}`,
        code,
        rows: written === null ? "none" : written === rows ? "the same" : "others",
        message,
      };
    };
  },
  fault({ what, code, rows, message }) {
    if (code === 2 && rows === "none" && /damaged-\d+\.synthmodel/.test(message)) return null;
    return code === 0 && rows === "the same" ? null : `${what}: exit ${code}, ${rows} rows: ${message}`;
  },
  lines(outcomes) {
    const faults = outcomes.filter((one) => damagedModels.fault(one) !== null).length;
    const same = outcomes.filter(({ rows }) => rows === "the same").length;
    return [
      {
        what: "damaged models (a bit flipped, the end cut off): a message that names the file, or the same bytes where nothing reads what was hit",
        n: `${outcomes.length}, four model types`,
        held: `${outcomes.length - faults - same} refused, ${same} the same bytes`,
        faults,
      },
    ];
  },
};

function damage(model: Uint8Array, random: Random): { what: string; bytes: Uint8Array } {
  if (random.below(5) === 0) {
    const size = random.below(model.length);
    return { what: `cut to ${size} bytes`, bytes: model.subarray(0, size) };
  }
  const bytes = model.slice();
  const [at, bit] = [random.below(bytes.length), random.below(8)];
  bytes[at] = bytes[at]! ^ (1 << bit);
  return { what: `bit ${bit} of byte ${at}`, bytes };
}
