import type { Finding } from "../../jsonc/configText.ts";
import { nearest } from "../../jsonc/nearest.ts";
import { listText, quote } from "../../jsonc/quote.ts";
import type { ColumnProfile, TableProfile } from "../../table/profile/tableProfile.ts";
import { columnConfig, type SynthConfig } from "../schema.ts";
import {
  confident,
  exposureOf,
  generalizedTypes,
  type PersonalColumn,
  personalTypes,
  type Replacement,
  unnamedTypes,
} from "./personalTypes.ts";
import { isPerhapsInvented, resolvePersonal } from "./resolvePersonal.ts";

/** What the config says of personal data, or leaves unsaid, against what the table holds. */
export function checkPersonal(config: SynthConfig, profile: TableProfile): Finding[] {
  return [
    ...profile.columns.flatMap((column) => checkColumn(config, column)),
    ...checkPeople(config, profile),
  ];
}

function checkColumn(config: SynthConfig, column: ColumnProfile): Finding[] {
  const given = columnConfig(config, column.name) ?? {};
  const { name } = column;
  const at = (key: string): string[] => ["columns", name, key];
  const refuse = (key: string, message: string): Finding[] => [
    {
      severity: "error",
      code: "personal",
      message: `column ${quote(name)}: ${message}`,
      path: at(key),
      at: "value",
    },
  ];
  const named = given.personal !== undefined && given.personal !== "none";
  if (given.replace !== undefined && !named && column.personal === undefined)
    return refuse(
      "replace",
      `"replace" is ${quote(given.replace)}, but nothing personal was found in it; say what it is with "personal"`,
    );
  if (named && given.pattern !== undefined)
    return refuse("pattern", `"pattern" and "personal" both say how its values are made; keep one of them`);
  const personal = resolvePersonal(config, column);
  const isTarget = given.role === "target" || config.report.target === name;
  if (isTarget && personal !== null && exposureOf(personal.type) === "direct" && personal.replace !== "keep")
    return refuse(
      "personal",
      `it is the target, and values that are replaced cannot be predicted; choose another target, or "replace": "keep"`,
    );
  if (isTarget && given.personal === undefined && given.replace !== "keep" && namesPersons(column))
    return refuse(
      "role",
      `it is the target, and its values name persons (${personalTypes[column.personal!.type].title}: ${column.personal!.reason}): choose another target, or say "personal": "none"`,
    );
  const method = personal === null ? undefined : methodProblem(personal, given.key);
  if (method !== undefined) return refuse(method.key, method.message);
  const perhaps = perhapsPersonal(config, column);
  if (perhaps.length > 0 || personal === null) return perhaps;
  return [...keptPersonal(config, column), ...oddValues(personal, column)];
}

/** A method that has nothing to do to values of the type, or a key that nothing needs. */
function methodProblem(
  { type, replace }: PersonalColumn,
  key: string | undefined,
): { readonly key: "replace" | "key"; readonly message: string } | undefined {
  const { title } = personalTypes[type];
  if (replace === "generalize" && !generalizedTypes.has(type))
    return {
      key: "replace",
      message: `there is no coarser form of ${withArticle(title)}; "generalize" is for ${listText([...generalizedTypes])}: write "mask", "drop" or "invent"`,
    };
  if (replace === "pseudonym" && unnamedTypes.has(type))
    return {
      key: "replace",
      message: `a pseudonym of ${withArticle(title)} would hide nothing: write ${generalizedTypes.has(type) ? '"generalize" or "drop"' : '"drop" or "keep"'}`,
    };
  if (replace === "invent" && exposureOf(type) !== "direct" && type !== "postcode")
    return {
      key: "replace",
      message: `${withArticle(title)} is not invented: write "generalize", "mask", "drop" or "keep"`,
    };
  if (key !== undefined && replace !== "pseudonym")
    return {
      key: "key",
      message: `"key" is for "replace": "pseudonym", and this column has ${quote(replace)}; take it out`,
    };
  return undefined;
}

/** Share of values without the grammar of the type from which on a person should look at the column. */
const manyOdd = 0.05;

/** Many values that are not what the column holds: they are replaced too, and may be something else. */
function oddValues({ type, replace }: PersonalColumn, { name, personal }: ColumnProfile): Finding[] {
  if (
    personal?.type !== type ||
    personal.valid === undefined ||
    1 - personal.valid < manyOdd ||
    replace === "keep"
  )
    return [];
  return [
    {
      severity: "warning",
      code: "odd-personal-values",
      message: `column ${quote(name)}: ${Math.round(100 * (1 - personal.valid))} % of its values are not what "personal": ${quote(type)} says (${personalTypes[type].title}); they are replaced like the others ("replace": ${quote(replace)}). Look at them in the source, or say "personal": "none"`,
      path: ["columns", name],
      at: "key",
    },
  ];
}

function withArticle(title: string): string {
  return /^(?:text|GPS)/.test(title)
    ? title
    : `${/^[aeiou]|^(?:IP|IBAN|MAC)/.test(title) ? "an" : "a"} ${title}`;
}

/** Found for sure, as something that names a person. */
function namesPersons({ personal, sdtype }: ColumnProfile): boolean {
  return (
    personal !== undefined &&
    personal.confidence >= confident &&
    sdtype !== "id" &&
    personalTypes[personal.type].replace === "invent"
  );
}

/** Found, but not surely: a warning with the line that settles it. */
function perhapsPersonal(config: SynthConfig, column: ColumnProfile): Finding[] {
  const { name, personal } = column;
  const given = columnConfig(config, name);
  if (personal === undefined || given?.personal !== undefined || !isPerhapsInvented(column)) return [];
  if (given?.role === "drop") return [];
  const { title } = personalTypes[personal.type];
  const found = `column ${quote(name)} may hold personal data (${title}: ${personal.reason})`;
  const fitted = given?.pattern !== undefined || resolvePersonal(config, column) === null;
  return [
    {
      severity: "warning",
      code: "perhaps-personal",
      message: fitted
        ? `${found}, and is fitted as the config says. Write "personal": "none" if it holds none`
        : `${found}: its values are ${doneBy[given?.replace ?? "invent"]}. Write "personal": "none" to have it fitted like any other column, or "personal": ${quote(personal.type)} if it is`,
      path: ["columns", name],
      at: "key",
    },
  ];
}

const doneBy: Readonly<Record<Replacement, string>> = {
  invent: "invented",
  pseudonym: "replaced by pseudonyms",
  mask: "masked",
  generalize: "made coarser",
  drop: "left out",
  keep: "kept",
};

function keptPersonal(config: SynthConfig, { name }: ColumnProfile): Finding[] {
  const given = columnConfig(config, name);
  if (given?.replace !== "keep" || given.role === "drop") return [];
  const type = given.personal === undefined || given.personal === "none" ? undefined : given.personal;
  if (type !== undefined && exposureOf(type) !== "direct") return [];
  return [
    {
      severity: "warning",
      code: "personal-kept",
      message: `column ${quote(name)} is personal and kept: its real values come out`,
      path: ["columns", name, "replace"],
      at: "value",
    },
  ];
}

function checkPeople(config: SynthConfig, profile: TableProfile): Finding[] {
  const names = profile.columns.map((column) => column.name);
  return (config.people ?? []).flatMap((group, i) =>
    Object.entries(group).flatMap(([role, name]): Finding[] => {
      if (name === undefined || names.includes(name)) return [];
      const guess = nearest(name, names);
      const hint =
        guess === undefined
          ? `it has ${listText(names.slice(0, 8).map(quote))}`
          : `did you mean ${quote(guess)}?`;
      return [
        {
          severity: "error",
          code: "unknown-column",
          message: `people.${i}.${role}: ${config.source.path} has no column ${quote(name)}; ${hint}`,
          path: ["people", String(i), role],
          at: "value",
        },
      ];
    }),
  );
}
