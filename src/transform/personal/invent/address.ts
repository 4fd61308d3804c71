import type { Random } from "../../../numerics/random.ts";
import { roundUp } from "../../columns/ids/invented.ts";
import { permuted } from "../../permutation.ts";
import { plain } from "../lists/gazetteer.ts";
import { type Language, nameLists } from "../lists/nameLists.ts";

/** How street addresses are written, and which house numbers are invented: those no listed street of the data has. */
export interface AddressPlan {
  readonly language: Language;
  readonly order: "numberFirst" | "numberLast" | "streetOnly";
  readonly firstNumber: number;
}

const numbers = 180;

export function fitAddress(values: readonly string[], language: Language): AddressPlan {
  const sample = values.slice(0, 500);
  const share = (form: RegExp): number =>
    sample.filter((text) => form.test(text)).length / Math.max(1, sample.length);
  const order = share(/\d/) < 0.3 ? "streetOnly" : share(/^\d/) > 0.5 ? "numberFirst" : "numberLast";
  const streets = new Set(nameLists(language).streets.map(plain));
  let highest = 0;
  for (const value of values) {
    const street = plain(value.replace(/^\d+\w?\s+|,.*$/g, "").replace(/\s+\d+\s?\p{L}?$/u, ""));
    if (streets.has(street))
      highest = Math.max(highest, ...[...value.matchAll(/\d{1,4}/g)].map(([digits]) => Number(digits)));
  }
  return { language, order, firstNumber: highest === 0 ? 1 : roundUp(highest) + 1 };
}

/** Distinct for distinct indices while the streets and numbers last. */
export function addressAt(plan: AddressPlan, index: number, random: Random, key: number): string {
  const { streets } = nameLists(plan.language);
  const size = streets.length * numbers;
  const rank = permuted(index % size, size, key);
  const street = streets[rank % streets.length]!;
  const number = plan.firstNumber + Math.floor(rank / streets.length) + numbers * Math.floor(index / size);
  if (plan.order === "streetOnly") return streets[Math.floor(random.uniform() * streets.length)]!;
  return plan.order === "numberFirst" ? `${number} ${street}` : `${street} ${number}`;
}
