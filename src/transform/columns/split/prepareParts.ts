import type { ColumnSpec } from "../../../config/columnSpec.ts";
import type { ColumnFormat } from "../../../table/format.ts";
import type { TextSlot } from "../../../table/split/textForms.ts";
import { missingCount, type StringColumn } from "../../../table/table.ts";
import { prepareDiscrete } from "../category.ts";
import type { FittedColumn, PlanBase, PrepareColumn, PrepareContext, PreparedColumn } from "../columnKind.ts";
import { prepareDatetime } from "../datetime.ts";
import { prepareNumber } from "../number.ts";
import {
  type PartLayout,
  partColumn,
  partLayout,
  partValues,
  type ReadText,
  readTexts,
} from "./partLayout.ts";
import { isPartPlan, type PartsPlan } from "./partsPlan.ts";

export const prepareParts: PrepareColumn = (column, spec, context) => {
  if (spec.split?.by !== "parts" || spec.sdtype !== "categorical" || column.kind !== "string") return null;
  const layout = partLayout(column, spec.minCategoryCount, { holders: context.holders });
  if (layout !== null) return prepareLayout(column, spec, { ...context, layout, copies: new Map() });
  const reason = `no parts are found that fewer than ${spec.minCategoryCount} rows do not identify`;
  return {
    plan: null,
    dropped: "no parts of its texts can be fitted",
    warning: `column ${spec.name} is left out: ${reason}; "split": "none" in the config fits whole texts, a "pattern" with the type text makes values up`,
  };
};

/** Prepares the parts of a layout, those of `copies` taken from the columns they repeat. */
export function prepareLayout(
  column: StringColumn,
  spec: ColumnSpec,
  context: PrepareContext & {
    readonly layout: PartLayout;
    readonly copies: ReadonlyMap<number, string>;
  },
): PreparedColumn<PartsPlan> {
  const { layout, copies } = context;
  const { forms, words, rareRows } = layout.found;
  const texts = readTexts(column, layout);
  const fitted: FittedColumn[] = [];
  const nameOf = (part: string) => {
    let name = `${spec.name}: ${part}`;
    while (context.beside(name) !== undefined) name += "'";
    return name;
  };
  const { split: _, personal: __, ...rest } = spec;
  const base = { ...rest, role: "feature", min: null, max: null, pattern: null } as const;
  const form = prepareDiscrete(
    partColumn(nameOf("(form)"), column.codes, texts.map(formText), "word"),
    { ...base, name: nameOf("(form)"), sdtype: "categorical", maxCategories: forms.length },
    { ...context, rareOutput: "redraw", random: context.random.fork("form") },
  );
  const parts: PartsPlan["parts"][number][] = [];
  for (const [part, slot] of layout.parts.entries()) {
    const copyOf = copies.get(part);
    if (copyOf !== undefined) {
      parts.push({ copyOf });
      continue;
    }
    const name = nameOf(String(part + 1));
    const prepared = preparePart(
      partColumn(name, column.codes, partValues(texts, layout, part), slot.kind),
      { ...base, name, missing: "never" },
      { ...context, slot, random: context.random.fork(`part ${part}`) },
    );
    if (prepared?.plan == null || !isPartPlan(prepared.plan)) return leftOut(spec);
    parts.push({ plan: prepared.plan });
    fitted.push(...(prepared.fitted ?? []));
  }
  if (form.plan === null || !isFormPlan(form.plan)) return leftOut(spec);
  const plan: PartsPlan = {
    kind: "parts",
    name: spec.name,
    words,
    form: form.plan,
    forms: forms.map(({ fixed, slots }, i) => ({
      fixed,
      slots: slots.map((slot, at) => ({ ...slot, part: layout.partOf[i]![at]! })),
    })),
    parts,
  };
  return {
    plan,
    fitted: [...(form.fitted ?? []), ...fitted],
    ...(rareRows > 0 && {
      warning: `column ${spec.name}: ${rareRows} ${rareRows === 1 ? "row is" : "rows are"} written in a way that fewer than ${spec.minCategoryCount} rows share (minCategoryCount): never emitted, the ways of other rows are used in their place`,
    }),
  };
}

function leftOut(spec: ColumnSpec): PreparedColumn<PartsPlan> {
  const reason = "its parts are too rare to be fitted";
  return {
    plan: null,
    dropped: reason,
    warning: `column ${spec.name} is left out: ${reason}; "split": "none" in the config fits whole texts`,
  };
}

function isFormPlan(plan: PlanBase): plan is PartsPlan["form"] {
  return isPartPlan(plan) && (plan.kind === "category" || plan.kind === "constant");
}

/** The form's number; other texts as they are, each too rare to be kept. */
function formText(read: ReadText): string {
  return "form" in read ? String(read.form) : `? ${read.other}`;
}

function preparePart(
  column: ReturnType<typeof partColumn>,
  base: Omit<ColumnSpec, "sdtype">,
  context: PrepareContext & { readonly slot: TextSlot },
): PreparedColumn | null {
  const { slot } = context;
  if (missingCount(column) === (column.kind === "string" ? column.codes : column.values).length) return null;
  const format: ColumnFormat = {
    physical: slot.kind === "date" ? "timestamp" : slot.decimals > 0 ? "decimal" : "integer",
    decimals: slot.decimals,
    fixedDecimals: slot.fixed,
    keepPoint: false,
    dateFormat: slot.pattern,
    missingToken: "",
    decimalPoint: ".",
    fileType: null,
  };
  if (slot.kind === "word") return prepareDiscrete(column, { ...base, sdtype: "categorical" }, context);
  const spec = { ...base, format, decimals: slot.decimals };
  return slot.kind === "date"
    ? prepareDatetime(column, { ...spec, sdtype: "datetime" }, context)
    : prepareNumber(column, { ...spec, sdtype: "numerical" }, context);
}
