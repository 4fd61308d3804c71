const blocks = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/** Numbers as a line of block characters at most `width` long: means of equal parts, low to high. Not finite ones are left out. */
export function sparkline(values: readonly number[], width = 24): string {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return "";
  const points = means(finite, Math.min(width, finite.length));
  const low = Math.min(...points);
  const high = Math.max(...points);
  const scale = high > low ? (blocks.length - 1) / (high - low) : 0;
  return points.map((value) => blocks[scale === 0 ? 3 : Math.round((value - low) * scale)]).join("");
}

/** One line per loss, names in a column: `generator      █▆▄▃▂▁  0.1234`. */
export function lossLines(losses: Readonly<Record<string, readonly number[]>>, width = 24): string[] {
  const named = Object.entries(losses).filter(([, values]) => values.some(Number.isFinite));
  const longest = Math.max(0, ...named.map(([name]) => name.length));
  return named.map(([name, values]) => {
    const last = values.findLast(Number.isFinite) ?? 0;
    return `${name.padEnd(longest)}  ${sparkline(values, width)}  ${Number(last.toPrecision(4))}`;
  });
}

function means(values: readonly number[], parts: number): number[] {
  return Array.from({ length: parts }, (_, i) => {
    const from = Math.floor((i * values.length) / parts);
    const to = Math.floor(((i + 1) * values.length) / parts);
    let sum = 0;
    for (let j = from; j < to; j++) sum += values[j]!;
    return sum / (to - from);
  });
}
