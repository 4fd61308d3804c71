import { describe, expect, it } from "vitest";
import { exposureOf } from "../../../src/config/personal/personalTypes.ts";
import { Random } from "../../../src/numerics/random.ts";
import type { Column } from "../../../src/table/table.ts";
import { detectPersonal } from "../../../src/transform/personal/detect/detectPersonal.ts";

const rows = 400;
const random = new Random(17);
const whole = (below: number): number => Math.floor(random.uniform() * below);

function number(name: string, value: (row: number) => number): Column {
  return { kind: "number", name, values: Float64Array.from({ length: rows }, (_, row) => value(row)) };
}

function text(name: string, value: (row: number) => string): Column {
  const texts = Array.from({ length: rows }, (_, row) => value(row));
  const dictionary = [...new Set(texts)];
  return {
    kind: "string",
    name,
    dictionary,
    codes: Int32Array.from(texts, (one) => dictionary.indexOf(one)),
  };
}

const words = (name: string, list: string): Column => {
  const values = list.split("|");
  return text(name, () => values[whole(values.length)]!);
};

const hex = (length: number): string => Array.from({ length }, () => whole(16).toString(16)).join("");

/** Tables like the public ones that nobody is named in, and the columns that are personal in those where somebody is. */
const tables: Readonly<
  Record<string, { readonly columns: readonly Column[]; readonly personal?: readonly string[] }>
> = {
  "a payroll": {
    columns: [
      number("social_security", () => (200 + whole(90_000)) / 100),
      number("Tax ID", () => (1000 + whole(900_000)) / 100),
      number("health_insurance_number", () => 100_000 + whole(900_000) / 10),
      number("passport", () => 12_000 + whole(90_000) / 4),
      number("imei", () => 12_000 + whole(90_000) / 4),
      number("customer_number", () => 12_000 + whole(90_000) / 4),
      number("Sozialversicherungsnummer", () => 100_000 + whole(900_000) / 100),
    ],
  },
  "lines of orders": {
    columns: [
      text(
        "Lineitem name",
        () => `${["Mug", "Pen", "Cap", "Bag"][whole(4)]} ${["Black", "White", "Blue", "Green"][whole(4)]}`,
      ),
      text(
        "Variant Name",
        () =>
          `${["Alpha", "Rose", "Basic", "Daisy", "Metro"][whole(5)]} ${["Small", "Large", "Long"][whole(3)]}`,
      ),
      number("Lineitem price", () => 5 + whole(40)),
    ],
  },
  "a census": {
    columns: [
      number("age", () => 17 + whole(70)),
      words("workclass", "Private|Self-emp-not-inc|Federal-gov|?"),
      number("fnlwgt", () => 12_285 + whole(1_400_000)),
      words("education", "Bachelors|HS-grad|11th|Masters|Some-college"),
      number("education-num", () => 1 + whole(16)),
      words("marital-status", "Married-civ-spouse|Never-married|Divorced|Widowed"),
      words("occupation", "Tech-support|Craft-repair|Sales|Exec-managerial"),
      words("relationship", "Wife|Husband|Own-child|Not-in-family"),
      words("race", "White|Black|Other"),
      words("sex", "Male|Female"),
      number("capital-gain", () => (whole(9) === 0 ? whole(99_999) : 0)),
      number("hours-per-week", () => 1 + whole(99)),
      words("native-country", "United-States|Mexico|Philippines|Germany|?"),
      words("income", "<=50K|>50K"),
    ],
  },
  birds: {
    columns: [
      words("species", "Adelie|Chinstrap|Gentoo"),
      words("island", "Torgersen|Biscoe|Dream"),
      number("bill_length_mm", () => 32 + whole(280) / 10),
      number("body_mass_g", () => 2700 + 25 * whole(140)),
      words("sex", "MALE|FEMALE"),
    ],
  },
  "taxi rides": {
    columns: [
      text("pickup", (row) => `2019-03-${String(1 + (row % 28)).padStart(2, "0")} 20:${10 + whole(50)}:09`),
      number("passengers", () => 1 + whole(6)),
      number("fare", () => whole(4000) / 100),
      words("color", "yellow|green"),
      words("payment", "credit card|cash"),
      words(
        "pickup_zone",
        "Lenox Hill West|Upper West Side South|Alphabet City|Hudson Sq|Midtown East|Yorkville West",
      ),
      words("dropoff_borough", "Manhattan|Queens|Bronx|Brooklyn"),
    ],
  },
  "telescope images": {
    columns: ["fLength", "fWidth", "fSize", "fConc", "fM3Long", "fM3Trans", "fAlpha", "fDist"].map((name) =>
      number(name, () => Math.round(1e6 * (random.uniform() - 0.3)) / 1e4),
    ),
  },
  "times and counters": {
    columns: [
      number("epoch_s", (row) => 1_700_000_000 + 61 * row),
      number("epoch_ms", (row) => 1_700_000_000_481 + 61_003 * row),
      number("epoch_us", (row) => 1_700_000_000_481_007 + 61_003_001 * row),
      number("counter9", (row) => 123_456_000 + row),
      number("counter10", (row) => 4_123_456_000 + row),
      number("step9", (row) => 200_000_003 + 17 * row),
      text("as_text", (row) => String(9_000_000_000 + 11 * row)),
      text("guid", () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`),
      text("braced", () => `{${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}}`),
      text("sha", () => hex(40)),
    ],
  },
  "articles and measures": {
    columns: [
      text("sku", () => `SKU-${1000 + whole(9000)}`),
      text("ean", () => String(4_000_000_000_000 + whole(1e12))),
      text("invoice", (row) => `2024/${String(row).padStart(6, "0")}`),
      text("version", () => `${whole(9)}.${whole(20)}.${whole(20)}`),
      text("duration", () => `${whole(30)}:${10 + whole(49)}:${10 + whole(49)}`),
      text("ratio", () => `${whole(100)}/${1 + whole(99)}`),
      text("range", () => `${whole(1000)}-${1000 + whole(9000)}`),
      text("amount", () => `${1 + whole(999)},${100 + whole(899)}.${10 + whole(89)}`),
      words("card_type", "visa|mastercard|amex"),
      words("phone_model", "Galaxy S21|iPhone 12|Pixel 7|Moto G"),
      words("email_opt_in", "yes|no"),
      words("plan_name", "Basic|Plus|Premium"),
      words("product_name", "Red Apple|Blue Chair|Green Lamp|White Desk"),
    ],
  },
  "orders, where some columns are personal": {
    columns: [
      text("customer_id", () => `C-${10_000 + whole(9000)}`),
      text("email", (row) => `kunde.${row}@firma.example`),
      words("product", "Lamp|Desk|Chair"),
      number("items", () => 1 + whole(9)),
    ],
    personal: ["customer_id", "email"],
  },
};

describe("direct identifiers found in", () => {
  it.each(Object.entries(tables))("%s", (_, { columns, personal = [] }) => {
    const found = detectPersonal({ columns }).filter(({ type }) => exposureOf(type) === "direct");
    expect(found.map(({ column }) => column)).toEqual(personal);
  });
});
