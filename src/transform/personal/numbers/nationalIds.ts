import { stdnum } from "stdnum";
import { own } from "../../../jsonc/own.ts";

/** A checked number of one country: `DE idnr`. */
export interface CheckedNumber {
  readonly key: string;
  readonly country: string;
  readonly type: "nationalId" | "taxId" | "passport" | "healthId";
  passes(text: string): boolean;
}

/** By country, the validators of numbers of persons; behind a colon what they are when not identity numbers. */
const persons: Readonly<Record<string, string>> = {
  AT: "vnr tin:taxId",
  AU: "tfn:taxId",
  BE: "nn insz bis",
  BG: "egn",
  BR: "cpf",
  CA: "sin",
  CH: "ssn",
  CL: "rut",
  CN: "ric",
  CZ: "rc",
  DE: "idnr:taxId svnr passport:passport",
  DK: "cpr",
  EE: "ik",
  ES: "dni nie nss:healthId",
  FI: "hetu",
  FR: "nir nif:taxId",
  GB: "nino utr:taxId",
  GR: "amka",
  HR: "oib",
  HU: "szemely",
  IE: "pps",
  IN: "aadhaar pan:taxId",
  IT: "codicefiscale",
  KR: "rrn",
  LT: "asmens",
  LV: "pk",
  MX: "curp rfc:taxId",
  NL: "bsn",
  NO: "fodselsnummer",
  PL: "pesel nip:taxId",
  PT: "cc nif:taxId",
  RO: "cnp",
  SE: "personnummer",
  SI: "emso",
  SK: "rc",
  TR: "tckimlik",
  US: "ssn itin:taxId",
  ZA: "idnr",
};

interface Validating {
  validate(value: string): { readonly isValid?: boolean };
}

/** The checked numbers of `persons` that the library knows. */
export const checkedNumbers: readonly CheckedNumber[] = Object.entries(persons).flatMap(([country, list]) =>
  list.split(" ").flatMap((entry) => {
    const [name = "", type = "nationalId"] = entry.split(":");
    const modules = stdnum[country as keyof typeof stdnum] as unknown as
      | Record<string, Validating>
      | undefined;
    const validator = own(modules, name);
    return validator === undefined
      ? []
      : [
          {
            key: `${country} ${name}`,
            country,
            type: type as CheckedNumber["type"],
            passes: (text: string) => validator.validate(text).isValid === true,
          },
        ];
  }),
);

/** The checked number of this key; undefined for none. */
export function checkNamed(key: string | undefined): CheckedNumber | undefined {
  return checkedNumbers.find((number) => number.key === key);
}

/** Key of the checked number that at least 90 % of the values pass, the strictest first; undefined when none. */
export function checkedNumberOf(values: readonly string[]): string | undefined {
  const sample = values.slice(0, 200);
  if (sample.length === 0) return undefined;
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return checkedNumbers.find(
      ({ passes }) => passes(sample[0]!) && sample.filter(passes).length >= 0.9 * sample.length,
    )?.key;
  } finally {
    Error.stackTraceLimit = limit;
  }
}
