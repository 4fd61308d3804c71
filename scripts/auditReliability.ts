import { audit, auditArguments } from "./reliability/audit.ts";
import type { Section } from "./reliability/section.ts";
import { damagedModels } from "./reliability/sections/damagedModels.ts";
import { forgedModels } from "./reliability/sections/forgedModels.ts";
import { hostileInputs } from "./reliability/sections/hostileInputs.ts";
import { resume } from "./reliability/sections/resume.ts";
import { surroundings } from "./reliability/sections/surroundings.ts";

/**
 * `npm run audit:reliability`: tries to break what is built in `dist/`, and writes the figures into the tables of
 * `docs/reliability.md`. `--only NAME` runs one section, `--cases N` the first N cases of each, `--minutes M` begins no
 * case after M minutes. Outcomes are kept in `.audit/`: called again, it continues; `--fresh` begins again. A section's
 * table is written once all the cases asked for are done; it says how many.
 */
const sections = [resume, surroundings, damagedModels, forgedModels, hostileInputs] as Section[];
const { options, given } = auditArguments(["only"]);
let faults = 0;
for (const section of sections)
  if ((given.get("only") ?? section.name) === section.name) faults += await audit(section, options);
process.exitCode = faults > 0 ? 1 : 0;
