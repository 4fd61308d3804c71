import { parseArgs } from "node:util";
import { auditedModels, auditResume, resumeTable } from "./resume.ts";

/** `npm run audit:reliability -- [--only NAME] [--kills N] [--seed S]`: tries to break the built program and prints tables. */
const { values } = parseArgs({
  options: {
    only: { type: "string" },
    kills: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    models: { type: "string", default: auditedModels.join(",") },
  },
});

/** Each audit prints its table and gives the number of faults. */
const audits: Readonly<Record<string, () => Promise<number>>> = {
  async resume() {
    const kills = await auditResume(
      { kills: Number(values.kills), seed: Number(values.seed), models: values.models.split(",") },
      (kill) => console.error(`${kill.model} ${kill.stage} ${kill.place} ${kill.fault ?? "equal"}`),
    );
    console.log(resumeTable(kills));
    return kills.filter(({ fault }) => fault !== null).length;
  },
};

let faults = 0;
for (const [name, audit] of Object.entries(audits))
  if (values.only === undefined || values.only === name) faults += await audit();
process.exitCode = faults > 0 ? 1 : 0;
