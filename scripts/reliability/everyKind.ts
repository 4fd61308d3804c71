import { Random } from "../../src/numerics/random.ts";

/** A CSV with a column for every way of restoring one: numbers, dates, durations, categories, ids, constants, nothing. */
export function everyKindCsv(rows: number, seed = 1): string {
  const random = new Random(seed);
  const cities = ["Aachen", "Bonn", "Celle", "Dresden"];
  const regions = ["west", "west", "north", "east"];
  const lines = ["id,code,age,weight,city,region,plan,day,start,stop,currency,nothing"];
  for (let i = 0; i < rows; i++) {
    const city = random.below(4);
    const start = Date.UTC(2024, random.below(12), 1 + random.below(28), random.below(24), random.below(60));
    const stop = start + (5 + random.below(90)) * 60_000;
    const when = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace("T", " ");
    lines.push(
      [
        i + 1,
        `K-${String((i * 7919 + 12345) % 100000).padStart(5, "0")}`,
        random.below(10) === 0 ? "" : 18 + random.below(60),
        (50 + 12 * random.normal()).toFixed(2),
        cities[city],
        regions[city],
        random.below(40) === 0 ? `rare ${i}` : ["basic", "plus", ""][random.below(3)],
        when(Date.UTC(2020, 0, 1) + random.below(1500) * 86_400_000).slice(0, 10),
        when(start),
        when(stop),
        "EUR",
        "",
      ].join(","),
    );
  }
  return `${lines.join("\n")}\n`;
}
