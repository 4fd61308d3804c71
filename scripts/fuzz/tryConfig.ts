import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { placeless, type Runner, type Tried } from "./runner.ts";

/** Checks a hostile config and runs it where it is sound: done, or refused with a place. */
export async function tryConfig(text: string, folder: string, runner: Runner): Promise<Tried> {
  const config = join(folder, "h.synth.json");
  writeFileSync(config, text);
  writeFileSync(join(folder, "good.csv"), goodCsv);
  const checked = await runner.start("validate", { config });
  if (checked.ended !== "done") return placeless(checked, ["h.synth.json", "good.csv"]);
  const ran = await runner.run(config, []);
  return ran.ended === "done" ? { ended: "done" } : placeless(ran, ["h.synth.json", "good.csv", "output"]);
}

const goodCsv = `city,age,day,constructor,toString\n${Array.from(
  { length: 120 },
  (_, i) =>
    `${["Aachen", "Bonn", "Celle"][i % 3]},${20 + ((i * 7) % 50)},2024-0${1 + (i % 9)}-1${i % 10},${["__proto__", "valueOf"][i % 2]},${(i * 37) % 11}`,
).join("\n")}\n`;
