import { Random } from "../../src/numerics/random.ts";

/** Order lines of persons: keys, counted lines, invented persons, dates that follow each other, products, bands, marks, all with rules. */
export function everyRelationCsv(orders: number, seed = 1): string {
  const random = new Random(seed);
  const pick = <T>(values: readonly T[]): T => values[random.below(values.length)]!;
  const day = (from: number, days: number): string =>
    new Date(from + random.below(days) * dayMs).toISOString().slice(0, 10);
  const persons = Array.from({ length: Math.ceil(orders / 2) }, (_, c) => {
    const [first, last] = [pick(["Anna", "Ben", "Clara", "David"]), pick(["Meyer", "Schmidt", "Huber"])];
    const mail = `${first}.${last}${c}@mail.example`.toLowerCase();
    return `C${String(c).padStart(4, "0")},${first},${last},${mail},${day(Date.UTC(1960, 0, 1), 15_000)},${pick(["Aachen,52062", "Bonn,53111"])}`;
  });
  const lines = [
    "order,line,customer,first,last,email,born,city,postcode,price,quantity,total,grade,lab,ordered,shipped",
  ];
  for (let order = 0; order < orders; order++) {
    const person = pick(persons);
    const ordered = Date.UTC(2024, 0, 1 + order);
    for (let line = 1; line <= 1 + random.below(4); line++) {
      const [cents, quantity] = [100 + random.below(4900), 1 + random.below(5)];
      const total = (cents * quantity) / 100;
      const grade = total >= 100 ? "high" : total >= 40 ? "mid" : "low";
      const lab = random.below(5) === 0 ? "<0.6" : (0.6 + random.below(80) / 10).toFixed(1);
      const dates = `${new Date(ordered).toISOString().slice(0, 10)},${day(ordered, 9)}`;
      lines.push(
        `O${String(order).padStart(5, "0")},${line},${person},${(cents / 100).toFixed(2)},${quantity},${total.toFixed(2)},${grade},${lab},${dates}`,
      );
    }
  }
  return `${lines.join("\n")}\n`;
}

const dayMs = 86_400_000;

export const relationColumns = {
  order: { type: "id", pattern: "O\\d{5}" },
  customer: { personal: "customerId", replace: "invent" },
  first: { personal: "firstName", replace: "invent" },
  last: { personal: "lastName", replace: "invent" },
  email: { personal: "email", replace: "invent" },
};

export const relationRules = [
  "total = round(price * quantity, 2)",
  "ordered <= shipped",
  whenThen("total < 40", "grade = 'low'"),
  whenThen("total >= 100", "grade = 'high'"),
  { unique: ["line", "order"] },
];

function whenThen(...parts: readonly [when: string, then: string]): object {
  return Object.fromEntries(["when", "then"].map((key, at) => [key, parts[at]]));
}
