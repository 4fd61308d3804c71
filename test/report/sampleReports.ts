import type { ReportJson } from "../../src/protocol/report.ts";
import { penguinsReport } from "../quality/penguinsReport.ts";

/** Names and values that a careless page would execute, break on or lay out wrongly. */
export const nasty = {
  html: `<img src=x onerror="document.title='hacked'">`,
  quotes: `"><script>document.title='hacked'</script> & 'x'`,
  rtl: "שם העמודה \u202Eabc",
  long: "a".repeat(10_000),
} as const;

/** A report with every section and a training, about real penguins. */
export async function fullReport(): Promise<ReportJson> {
  const report = await penguinsReport({
    target: "sex",
    gates: { columnShapes: { min: 0.99 }, exactCopies: { max: 0.5 } },
  });
  return {
    ...report,
    training: {
      model: "ctgan",
      options: { epochs: 3, pac: 10 },
      seconds: 1.25,
      epochs: 3,
      losses: { generator: [1.5, 0.25, -0.75], discriminator: [0.5, 0.4, 0.3] },
    },
  };
}

/** The same report with its columns and one category renamed. */
export function withNastyNames(report: ReportJson): ReportJson {
  const renamed = {
    species: nasty.html,
    bill_length_mm: nasty.quotes,
    flipper_length_mm: nasty.rtl,
    sex: nasty.long,
    Adelie: "🐧\n<b>two lines</b>",
    "copula.csv": nasty.html,
  };
  let text = JSON.stringify(report);
  for (const [name, other] of Object.entries(renamed))
    text = text.replaceAll(JSON.stringify(name), JSON.stringify(other));
  return JSON.parse(text) as ReportJson;
}

/** What a reader sees: without tags, entities read. */
export function textOf(markup: string): string {
  return markup
    .replace(/<[^>]*>/g, " ")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&")
    .replace(/\s+/g, " ");
}

/** The rows of the table with this caption, cell by cell. */
export function tableRows(markup: string, caption: string): string[][] {
  const at = markup.indexOf(`<caption class="sd-hidden">${caption}</caption>`);
  if (at === -1) throw new Error(`no table called ${caption}`);
  const body = markup.slice(markup.indexOf("<tbody>", at), markup.indexOf("</tbody>", at));
  return [...body.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = ""]) => textOf(cell).trim()),
  );
}
