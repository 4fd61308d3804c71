import type { Note } from "../../protocol/report.ts";
import type { Sdtype } from "../../table/columnTypes.ts";
import type { Holders } from "../../table/protection/holders.ts";
import { kOf } from "../../table/protection/kOf.ts";
import { optionsOf, splitOptions } from "../../table/split/optionSet.ts";
import type { TextSplit } from "../../table/split/splitText.ts";
import { describeForm } from "../../table/split/textForms.ts";
import { type Column, findColumn, type StringColumn, type Table } from "../../table/table.ts";
import { partColumn, partLayout, partValues, readTexts } from "../../transform/columns/split/partLayout.ts";
import type { ReportInput } from "../reportInput.ts";

/** Options compared each by itself, the most frequent. */
const maxOptions = 40;

/** A column of the tables in place of one that is split. */
interface SplitColumn {
  readonly name: string;
  readonly sdtype: Sdtype;
  read(column: StringColumn): Column;
}

/**
 * The input with columns of several answers or parts replaced by a column for each, as they were fitted: whole texts say
 * little where nearly each is the only one of its kind. A target or a sensitive column stays whole.
 */
export function splitColumns(input: ReportInput): ReportInput & { readonly splitNotes: readonly Note[] } {
  const whole = new Set([input.target, ...(input.sensitive ?? []), ...(input.quasiIdentifiers ?? [])]);
  const columns: ReportInput["columns"][number][] = [];
  const replaced = new Map<string, readonly SplitColumn[]>();
  const splitNotes: Note[] = [];
  for (const column of input.columns) {
    const real = findColumn(input.real, column.name);
    const isWhole = whole.has(column.name) || column.role === "target" || column.role === "sensitive";
    const parts =
      column.split === undefined || column.role === "drop" || isWhole || real?.kind !== "string"
        ? null
        : partsOf(real, column.split, input.holders);
    if (parts === null) columns.push(column);
    else {
      replaced.set(column.name, parts);
      columns.push(...parts.map(({ name, sdtype }) => ({ name, sdtype, role: "feature" as const })));
      const what = column.split?.by === "options" ? "by option" : "by its parts";
      splitNotes.push({
        level: "info",
        section: "general",
        text: `Column ${column.name} is compared ${what}, as it was fitted: ${parts.length} columns in its place.`,
      });
    }
  }
  if (replaced.size === 0) return { ...input, splitNotes };
  const expanded = (table: Table): Table => ({
    rows: table.rows,
    columns: table.columns.flatMap((column) => {
      const parts = replaced.get(column.name);
      return parts === undefined || column.kind !== "string"
        ? [column]
        : parts.map((part) => part.read(column));
    }),
  });
  return {
    ...input,
    real: expanded(input.real),
    synthetic: expanded(input.synthetic),
    holdout: input.holdout === null ? null : expanded(input.holdout),
    columns,
    splitNotes,
  };
}

function partsOf(
  column: StringColumn,
  split: TextSplit,
  holders: Holders | undefined,
): readonly SplitColumn[] | null {
  const k = kOf(column.codes.length);
  if (split.by === "options") return optionColumns(column, split.separator, k, holders);
  const layout = partLayout(column, k, { holders });
  if (layout === null) return null;
  const { forms } = layout.found;
  const { name } = column;
  const form: SplitColumn = {
    name: `${name}: (form)`,
    sdtype: "categorical",
    read: (given) =>
      partColumn(
        `${name}: (form)`,
        given.codes,
        readTexts(given, layout).map((read) => ("form" in read ? describeForm(forms[read.form]!) : "other")),
        "word",
      ),
  };
  const parts = layout.parts.map((slot, part): SplitColumn => {
    const own = `${name}: ${part + 1}`;
    return {
      name: own,
      sdtype: slot.kind === "number" ? "numerical" : slot.kind === "date" ? "datetime" : "categorical",
      read: (given) =>
        partColumn(own, given.codes, partValues(readTexts(given, layout), layout, part), slot.kind),
    };
  });
  return forms.length > 1 ? [form, ...parts] : parts;
}

function optionColumns(
  column: StringColumn,
  separator: string,
  k: number,
  holders: Holders | undefined,
): SplitColumn[] | null {
  const set = optionsOf(column, separator, k, holders);
  if (set === null) return null;
  const order = [...set.options.keys()].sort((a, b) => set.counts[b]! - set.counts[a]!);
  return order.slice(0, maxOptions).map((at) => {
    const option = set.options[at]!;
    const name = `${column.name}: ${option}`;
    return {
      name,
      sdtype: "boolean",
      read(given) {
        const held = given.dictionary.map((text) => splitOptions(text, separator).includes(option));
        const codes = given.codes.map((code) => (code < 0 ? -1 : held[code]! ? 1 : 0));
        return { kind: "string", name, codes, dictionary: ["no", "yes"] };
      },
    };
  });
}
