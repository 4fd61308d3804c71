import fc from "fast-check";
import { expect, it } from "vitest";
import { describeRule } from "../../../src/config/rules/printRule.ts";
import { Random } from "../../../src/numerics/random.ts";
import { detectRules } from "../../../src/transform/rules/detect/detectRules.ts";
import { loadCsv } from "../personal/orders.ts";

interface Lines {
  readonly per: 1 | 100;
  readonly sign: -1 | 1;
  readonly withQuantity: boolean;
  readonly seed: number;
}

/** Lines of orders whose total is the price, perhaps by a quantity, less a discount or with a tax. */
function linesCsv({ per, sign, withQuantity, seed }: Lines): string {
  const random = new Random(seed);
  const rates = [0, 5, 7, 19];
  const lines = Array.from({ length: 700 }, () => {
    const price = Number(Math.exp(3 + random.normal() * 0.8).toFixed(2));
    const quantity = 1 + Math.floor(9 * random.uniform() ** 2);
    const percent = rates[Math.floor(rates.length * random.uniform())]!;
    const total = price * (withQuantity ? quantity : 1) * (1 + (sign * percent) / 100);
    const cents = Math.round(Number((total * 100).toFixed(6)));
    return `${price.toFixed(2)},${quantity},${per === 1 ? (percent / 100).toFixed(2) : percent},${(cents / 100).toFixed(2)}`;
  });
  return `price,quantity,rate,total\n${lines.join("\n")}\n`;
}

it("finds totals with a discount or a tax", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        per: fc.constantFrom(1 as const, 100 as const),
        sign: fc.constantFrom(-1 as const, 1 as const),
        withQuantity: fc.boolean(),
        seed: fc.integer({ min: 1, max: 1000 }),
      }),
      async (lines) => {
        const { loaded, specs } = await loadCsv(linesCsv(lines));
        const found = await detectRules(loaded.table, specs, { seed: 1 });
        const product = lines.withQuantity ? "price * quantity" : "price";
        const rate = lines.per === 1 ? "rate" : "rate / 100";
        expect(found.map(({ rule }) => describeRule(rule))).toContain(
          `total = round(${product} * (1 ${lines.sign < 0 ? "-" : "+"} ${rate}), 2)`,
        );
      },
    ),
    { numRuns: 16 },
  );
});

it("finds the net amount of an invoice, its tax and its gross amount, which tie it to others, too", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1000 }), fc.boolean(), async (seed, netLast) => {
      const random = new Random(seed);
      const cents = (value: number) => Math.round(Number((value * 100).toFixed(6))) / 100;
      const lines = Array.from({ length: 700 }, () => {
        const price = cents(Math.exp(3 + random.normal()));
        const [quantity, discount, rate] = [
          1 + random.below(9),
          [0, 0, 5, 10][random.below(4)]!,
          [0, 7, 19][random.below(3)]!,
        ];
        const net = cents(quantity * price * (1 - discount / 100));
        const tax = cents((net * rate) / 100);
        const amounts = netLast ? [cents(net + tax), tax, net] : [net, tax, cents(net + tax)];
        return [quantity, price.toFixed(2), discount, rate, ...amounts.map((one) => one.toFixed(2))].join();
      });
      const amounts = netLast ? "gross,tax,net" : "net,tax,gross";
      const { loaded, specs } = await loadCsv(
        `quantity,price,discount,rate,${amounts}\n${lines.join("\n")}\n`,
      );
      const found = await detectRules(loaded.table, specs, { seed: 1 });
      const texts = found.map(({ rule }) => describeRule(rule));
      expect(texts).toContain("net = round(quantity * price * (1 - discount / 100), 2)");
      expect(texts).toContain(`gross = ${netLast ? "tax + net" : "net + tax"}`);
      expect(texts).toContain("tax = round(net * rate / 100, 2)");
    }),
    { numRuns: 4 },
  );
});
