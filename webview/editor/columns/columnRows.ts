import type {
  ConfigDocument,
  EffectiveColumn,
  Problem,
  SourceColumn,
  SourceState,
} from "../../../src/protocol/editor.ts";
import { isObject, ownValue } from "../json.ts";

/** One column as the editor shows it: what the file holds, what the config says, what follows from both. */
export interface ColumnRow {
  readonly name: string;
  /** Place in the file; columns the file lacks come after. */
  readonly index: number;
  /** Absent while the file is unknown and for a column it does not have. */
  readonly source: SourceColumn | undefined;
  readonly effective: EffectiveColumn | undefined;
  /** As written; whatever a person typed. */
  readonly explicit: Readonly<Record<string, unknown>>;
  /** The config has an entry for it, be it empty. */
  readonly listed: boolean;
  readonly problems: readonly Problem[];
}

/** The columns of the file in its order, then those only the config knows. */
export function columnRows(document: ConfigDocument, source: SourceState): ColumnRow[] {
  const written = ownValue(document.value, "columns");
  const entries = isObject(written) ? written : {};
  const problems = problemsByColumn(document.problems);
  const columns = source.kind === "ready" ? source.columns : [];
  const row = (name: string, index: number, column?: SourceColumn): ColumnRow => {
    const entry = ownValue(entries, name);
    return {
      name,
      index,
      source: column,
      effective: column === undefined ? undefined : document.effective?.[index],
      explicit: isObject(entry) ? entry : {},
      listed: entry !== undefined,
      problems: problems.get(name) ?? [],
    };
  };
  const known = new Set(columns.map(({ name }) => name));
  const others = Object.keys(entries).filter((name) => !known.has(name));
  return [
    ...columns.map((column, i) => row(column.name, i, column)),
    ...others.map((name, i) => row(name, columns.length + i)),
  ];
}

function problemsByColumn(problems: readonly Problem[]): Map<string, Problem[]> {
  const map = new Map<string, Problem[]>();
  for (const problem of problems) {
    const [part, name] = problem.path;
    if (part !== "columns" || typeof name !== "string") continue;
    const list = map.get(name);
    if (list === undefined) map.set(name, [problem]);
    else list.push(problem);
  }
  return map;
}
