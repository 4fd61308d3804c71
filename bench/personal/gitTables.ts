import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { exposureOf, type PersonalType } from "../../src/config/personal/personalTypes.ts";
import type { Column } from "../../src/table/table.ts";
import { detectPersonal } from "../../src/transform/personal/detect/detectPersonal.ts";

/** Classes of the annotation by our types; every other type is `None` there. */
const classes: Partial<Record<PersonalType, string>> = {
  fullName: "PERSON_NAME",
  firstName: "PERSON_NAME",
  lastName: "PERSON_NAME",
  email: "EMAIL_ADDRESS",
  phone: "PHONE_NUMBER",
  street: "STREET_ADDRESS",
  houseNumber: "STREET_ADDRESS",
  postcode: "ZIPCODE",
  birthDate: "DATE_OF_BIRTH",
  gender: "GENDER",
  ethnicity: "ETHNIC_GROUP",
  religion: "RELIGIOUS_BELIEF",
  language: "SPOKEN_LANGUAGE",
  occupation: "OCCUPATION",
  position: "GEO_COORDINATES",
  deviceId: "GENERIC_ID",
  customerId: "GENERIC_ID",
  recordId: "GENERIC_ID",
  nationalId: "GENERIC_ID",
  taxId: "GENERIC_ID",
  passport: "GENERIC_ID",
  healthId: "GENERIC_ID",
  licensePlate: "GENERIC_ID",
  mac: "GENERIC_ID",
  organization: "ORGANIZATION_NAME",
  url: "URL",
  iban: "IBAN_CODE",
  paymentCard: "CREDIT_CARD",
  ip: "IP_ADDRESS",
  secret: "PASSWORD",
};

interface Annotated {
  readonly columns: Readonly<
    Record<
      string,
      { readonly records: readonly unknown[]; readonly pii_gt: string; readonly sensitivity_gt: 0 | 1 }
    >
  >;
}

interface Judged {
  readonly truth: string;
  readonly found: string;
  readonly sensitive: boolean;
  readonly foundSensitive: boolean;
}

/**
 * Detection on `gittables_annotated.json` of the public repository trl-lab/sensitive-data-detection, in `folder`: averages of F1
 * over the classes without None, and F1 and recall of sensitive columns. `places`: tables at even or odd places of the file.
 */
export function benchGitTables(folder: string | undefined, places: "even" | "odd"): Record<string, unknown> {
  const file = folder === undefined ? undefined : join(folder, "gittables_annotated.json");
  if (file === undefined || !existsSync(file))
    return { gitTables: "not measured: give --gittables FOLDER with gittables_annotated.json" };
  const tables = Object.values(JSON.parse(readFileSync(file, "utf8")) as Record<string, Annotated>);
  const judged = tables.filter((_, i) => i % 2 === (places === "even" ? 0 : 1)).flatMap(judge);
  const labels = [...new Set(judged.flatMap(({ truth, found }) => [truth, found]))].filter(
    (one) => one !== "None",
  );
  let weighted = 0;
  let support = 0;
  let macro = 0;
  for (const label of labels) {
    const hits = judged.filter(({ truth, found }) => truth === label && found === label).length;
    const real = judged.filter(({ truth }) => truth === label).length;
    const said = judged.filter(({ found }) => found === label).length;
    const f1 = (2 * hits) / (real + said);
    weighted += f1 * real;
    support += real;
    macro += f1;
  }
  const both = judged.filter(({ sensitive, foundSensitive }) => sensitive && foundSensitive).length;
  const sensitive = judged.filter((one) => one.sensitive).length;
  const said = judged.filter((one) => one.foundSensitive).length;
  return {
    [`gitTables ${places}`]: {
      weightedF1: weighted / support,
      macroF1: macro / labels.length,
      sensitiveF1: (2 * both) / (sensitive + said),
      sensitiveRecall: both / sensitive,
      columns: judged.length,
    },
    [`gitTables ${places} goal`]: "weighted ≥ .90, macro ≥ .82, sensitive F1 ≥ .82, recall ≥ .90",
  };
}

function judge({ columns }: Annotated): Judged[] {
  const entries = Object.entries(columns);
  const findings = detectPersonal({ columns: entries.map(([name, { records }]) => columnOf(name, records)) });
  const byName = new Map(findings.map((finding) => [finding.column, finding.type]));
  return entries.map(([name, { pii_gt: truth, sensitivity_gt }]) => {
    const type = byName.get(name);
    const found = (type && classes[type]) ?? "None";
    return {
      truth,
      found,
      sensitive: sensitivity_gt === 1,
      foundSensitive: found !== "None" && exposureOf(type!) !== "other",
    };
  });
}

/** Five cells as the reader types them. */
function columnOf(name: string, records: readonly unknown[]): Column {
  const cells = records.map((cell) => (cell === null || cell === undefined ? "" : String(cell)));
  const present = cells.filter((cell) => cell.trim() !== "");
  const isNumber = (cell: string): boolean =>
    /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(cell.trim()) && !/^0\d/.test(cell);
  if (present.length > 0 && present.every(isNumber))
    return {
      kind: "number",
      name,
      values: Float64Array.from(cells, (cell) => (cell.trim() === "" ? Number.NaN : Number(cell))),
    };
  const dictionary = [...new Set(present)];
  return {
    kind: "string",
    name,
    dictionary,
    codes: Int32Array.from(cells, (cell) => dictionary.indexOf(cell)),
  };
}
