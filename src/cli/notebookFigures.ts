import { verdictScore } from "../metrics/formatScore.ts";
import { type MimeBundle, reportMime } from "../protocol/notebook.ts";
import type { ReportJson } from "../protocol/report.ts";
import type { Paint } from "./paint.ts";
import { cell } from "./textTable.ts";

/** The verdicts of a notebook's reports, one line each under a heading; none where there is no report. */
export function figureLines(outputs: ReadonlyMap<number, readonly MimeBundle[]>, paint: Paint): string[] {
  const reports = [...outputs].flatMap(([number, bundles]) =>
    bundles.flatMap((bundle) => {
      const report = bundle[reportMime] as ReportJson | undefined;
      return report === undefined ? [] : [{ number, report }];
    }),
  );
  if (reports.length === 0) return [];
  const width = Math.max(...reports.map(({ report }) => report.tables.synthetic.name.length));
  const line = (parts: readonly string[]): string => parts.join("  ").trimEnd();
  const head = line([cell("", 8), cell("table", width), "fidelity", " utility", " privacy"]);
  return [
    "",
    paint("bold", head),
    ...reports.map(({ number, report: { tables, verdict } }) =>
      line([
        cell(`cell ${number + 1}`, 8),
        cell(tables.synthetic.name, width),
        ...[verdict.fidelity, verdict.utility, verdict.privacy].map(({ score }) =>
          verdictScore(score).padStart(8),
        ),
      ]),
    ),
  ];
}
