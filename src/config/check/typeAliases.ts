import type { Sdtype } from "../../table/columnTypes.ts";

/** What people call column types elsewhere (SQL, pandas, R, spreadsheets). */
const aliases: Readonly<Record<Sdtype, readonly string[]>> = {
  numerical: [
    "number",
    "int",
    "integer",
    "bigint",
    "float",
    "double",
    "decimal",
    "real",
    "money",
    "continuous",
  ],
  categorical: [
    "string",
    "str",
    "varchar",
    "char",
    "category",
    "enum",
    "factor",
    "object",
    "nominal",
    "ordinal",
  ],
  boolean: ["flag", "binary", "yesno", "logical"],
  datetime: ["date", "time", "timestamp", "day"],
  id: ["key", "uuid", "guid", "identifier", "index", "primarykey"],
  text: ["freetext", "comment", "notes", "clob"],
};

/** The column type a word from elsewhere stands for. */
export function typeForAlias(word: string): Sdtype | undefined {
  const plain = word.toLowerCase().replace(/[^a-z]/g, "");
  return (Object.keys(aliases) as Sdtype[]).find((type) => aliases[type].includes(plain));
}
