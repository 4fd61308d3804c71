import { Random } from "../../src/numerics/random.ts";

/** Rows of the table of a telephone company that the aim of `run → report` is written for. */
export const telcoRows = 7_043;

/**
 * A CSV of 7,043 × 21 made by chance: an id, a person, the services of a contract, charges and who left. TotalCharges is about
 * tenure × MonthlyCharges and empty for new customers; without internet, or without a phone, six and one columns say so.
 */
export function telcoCsv(seed = 11): string {
  const random = new Random(seed);
  const chance = (p: number): boolean => random.uniform() < p;
  const yes = (p: number): string => (chance(p) ? "Yes" : "No");
  const one = (values: readonly string[], shares: readonly number[]): string => {
    let u = random.uniform();
    for (let k = 0; k < values.length - 1; k++) {
      u -= shares[k]!;
      if (u < 0) return values[k]!;
    }
    return values[values.length - 1]!;
  };
  const lines = [header];
  const ids = new Set<string>();
  while (ids.size < telcoRows) {
    const letters = Array.from({ length: 5 }, () => String.fromCharCode(65 + random.below(26))).join("");
    ids.add(`${String(random.below(10_000)).padStart(4, "0")}-${letters}`);
  }
  for (const id of ids) {
    const contract = one(["Month-to-month", "One year", "Two year"], [0.55, 0.21, 0.24]);
    const longer = contract === "Month-to-month" ? 0.55 : contract === "One year" ? 1.4 : 2.2;
    const tenure = chance(0.0016)
      ? 0
      : Math.min(72, 1 + Math.floor(-33 * longer * Math.log(1 - random.uniform()) * 0.8));
    const senior = chance(0.16);
    const partner = yes(0.35 + 0.004 * tenure);
    const dependents = yes(partner === "Yes" ? 0.5 : 0.1);
    const phone = yes(0.9);
    const lines2 = phone === "No" ? "No phone service" : yes(0.25 + 0.005 * tenure);
    const internet = one(["DSL", "Fiber optic", "No"], senior ? [0.26, 0.7, 0.04] : [0.36, 0.4, 0.24]);
    const service = (p: number): string =>
      internet === "No" ? "No internet service" : yes(p + 0.003 * tenure);
    const services = [0.25, 0.3, 0.3, 0.25, 0.35, 0.35].map(service);
    const paperless = yes(internet === "Fiber optic" ? 0.75 : 0.48);
    const payment = one(
      ["Electronic check", "Mailed check", "Bank transfer (automatic)", "Credit card (automatic)"],
      internet === "Fiber optic" ? [0.5, 0.08, 0.21, 0.21] : [0.2, 0.37, 0.22, 0.21],
    );
    const base = internet === "No" ? 0 : internet === "DSL" ? 25 : 50;
    const extras = services.filter((s) => s === "Yes").length * 5 + (lines2 === "Yes" ? 5 : 0);
    const monthly =
      base + extras + (phone === "Yes" ? 20 : 0) + Math.round((random.uniform() - 0.5) * 40) * 0.05;
    const total =
      tenure === 0 ? "" : (monthly * (tenure + (random.uniform() - 0.5) * 0.06 * tenure)).toFixed(2);
    const risk = 1.1 - 0.055 * tenure + (internet === "Fiber optic" ? 0.9 : internet === "No" ? -1 : 0);
    const leave =
      risk - (contract === "Month-to-month" ? 0.9 : 2.6) + (payment === "Electronic check" ? 0.45 : 0);
    const churn = yes(1 / (1 + Math.exp(-leave)));
    const person = [
      one(["Male", "Female"], [0.505, 0.495]),
      senior ? "1" : "0",
      partner,
      dependents,
      String(tenure),
    ];
    const paid = [contract, paperless, payment, monthly.toFixed(2), total];
    lines.push([id, ...person, phone, lines2, internet, ...services, ...paid, churn].join(","));
  }
  return `${lines.join("\n")}\n`;
}

const header =
  "customerID,gender,SeniorCitizen,Partner,Dependents,tenure,PhoneService,MultipleLines,InternetService,OnlineSecurity," +
  "OnlineBackup,DeviceProtection,TechSupport,StreamingTV,StreamingMovies,Contract,PaperlessBilling,PaymentMethod," +
  "MonthlyCharges,TotalCharges,Churn";
