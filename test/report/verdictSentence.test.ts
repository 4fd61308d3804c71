import { expect, it } from "vitest";
import { suggestTarget } from "../../src/config/suggestTarget.ts";
import { reportMarkdown } from "../../src/report/text/markdown.ts";
import { reportTerminalTable } from "../../src/report/text/terminalTable.ts";
import { profileTable } from "../../src/table/profile/profileTable.ts";
import { readTable } from "../../src/table/read/read.ts";
import { penguinsReport } from "../quality/penguinsReport.ts";

it("the column that a report predicts is the one a new config suggests, and both summaries say so", async () => {
  const report = await penguinsReport({ sections: ["utility"] });
  const profile = profileTable(await readTable("examples/penguins.csv"));
  expect(report.target?.column).toBe(suggestTarget(profile));
  const said =
    "Predicted: sex. Guessed by SynData as the last column of 2 to 20 categories that is no part of a date";
  expect(reportTerminalTable(report, { width: 1000 })).toContain(said);
  expect(reportMarkdown(report)).toContain(said);
});
