import { writeFileSync } from "node:fs";
import { reportJsonSchemaDocument } from "../src/report/reportSchema.ts";

/** Writes `media/report.schema.json`, the published schema of `report.json`. */
writeFileSync(
  new URL("../media/report.schema.json", import.meta.url),
  `${JSON.stringify(reportJsonSchemaDocument(), null, 2)}\n`,
);
