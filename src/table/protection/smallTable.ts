const small = 300;
const tiny = 50;

/** What is at stake with a table of so few rows; undefined where there are enough. */
export function smallTableWarning(rows: number): string | undefined {
  if (rows >= small || rows === 0) return undefined;
  const n = rows === 1 ? "one row" : `${rows} rows`;
  if (rows < tiny)
    return `DANGER: the table has only ${n}. A model of so few people follows each of them closely, and attacks on privacy cannot be measured: treat the synthetic table and the model file as if they held the real rows, and do not share them`;
  return `the table has only ${n}: below ${small}, a model can repeat single rows and the privacy report is weak; share neither the synthetic table nor the model file before a person has looked at them`;
}
