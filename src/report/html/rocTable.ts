import { decimal } from "../../language/language.ts";
import { score } from "../../metrics/formatScore.ts";
import type { Roc } from "../../protocol/report.ts";
import type { Markup } from "./escapeHtml.ts";
import { dataTable } from "./parts.ts";

/** ROC curves read off at 21 false-positive rates: the numbers behind the chart. */
export function rocTable(
  caption: string,
  curves: readonly { readonly name: string; readonly roc: Roc }[],
): Markup {
  const rates = Array.from({ length: 21 }, (_, i) => i / 20);
  return dataTable(
    caption,
    [
      { title: "False positives", numeric: true },
      ...curves.map(({ name }) => ({ title: name, data: true, numeric: true })),
    ],
    rates.map((rate) => [
      decimal(rate.toFixed(2)),
      ...curves.map(({ roc }) => score(truePositives(roc, rate))),
    ]),
  );
}

/** The curve at `rate`, straight between its points; null when it has none. */
function truePositives({ falsePositiveRate: x, truePositiveRate: y }: Roc, rate: number): number | null {
  const after = x.findIndex((value) => value > rate);
  if (after === -1) return y.at(-1) ?? null;
  if (after === 0) return y[0] ?? null;
  const [x0, x1, y0, y1] = [x[after - 1]!, x[after]!, y[after - 1]!, y[after]!];
  return y0 + ((y1 - y0) * (rate - x0)) / (x1 - x0);
}
