/**
 * Rows that must share a value of the real table before it is shown or stored anywhere, where the config does not say:
 * 5 from 500 rows on, else 2. The only place that decides this: models, reports, notebooks and assistants ask it.
 */
export function kOf(rows: number): number {
  return rows >= 500 ? 5 : 2;
}
