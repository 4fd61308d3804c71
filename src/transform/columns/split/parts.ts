import { DatePattern } from "../../../table/cells/datePattern.ts";
import type { Condition } from "../../../table/condition.ts";
import { FormReader, slotNumber, type TextSlot, writeSlot } from "../../../table/split/textForms.ts";
import type { Column, StringColumn } from "../../../table/table.ts";
import { ModelError } from "../../modelTable.ts";
import type { ColumnKind, ConditionSource, RestoreSource, UserCondition } from "../columnKind.ts";
import { partColumn } from "./partLayout.ts";
import { copiedColumns, ownPlans, type PartsPlan, partKindOf, partsSchema } from "./partsPlan.ts";

export const partsKind: ColumnKind<PartsPlan> = {
  schema: partsSchema,
  problem(plan, { fitted, plans }) {
    for (const part of ownPlans(plan)) {
      const problem = partKindOf(part).problem?.(part, { column: fitted.get(part.name), fitted, plans });
      if (problem !== undefined) return `has a part ${part.name} that ${problem}`;
    }
    const count = plan.forms.length;
    const names = plan.form.kind === "constant" ? [String(plan.form.value)] : plan.form.categories;
    return names.every((name) => Number(name) >= 0 && Number(name) < count)
      ? undefined
      : "has a form that is not described";
  },
  after: copiedColumns,
  modelColumns: (plan) =>
    ownPlans(plan).flatMap((part) => (partKindOf(part).toModel === undefined ? [] : [part.name])),
  restore: restoreParts,
  condition: partsCondition,
  toModel(plan, { model, column, table, plans }) {
    const own = ownPlans(plan).find(({ name }) => name === model.name)!;
    const part = column?.kind === "string" ? columnOfPart(plan, own.name, column) : undefined;
    return partKindOf(own).toModel!(own, { model, column: part, table, plans });
  },
};

/** What the texts of a column hold in one part, or which form they have. */
function columnOfPart(plan: PartsPlan, name: string, column: StringColumn): Column {
  const reader = new FormReader(plan);
  const texts = column.dictionary.map((text) => {
    const found = reader.read(text);
    if (found === null) return null;
    if (name === plan.form.name) return String(found.form);
    const at = plan.forms[found.form]!.slots.findIndex(({ part }) => {
      const source = plan.parts[part]!;
      return "plan" in source && source.plan.name === name;
    });
    return at < 0 ? null : { slot: plan.forms[found.form]!.slots[at]!, text: found.texts[at]! };
  });
  return partColumn(
    name,
    column.codes,
    texts.map((one) =>
      one === null || typeof one === "string"
        ? one
        : one.slot.kind === "word"
          ? one.text
          : slotNumber(one.slot, one.text),
    ),
    texts.find((one) => one !== null && typeof one !== "string")?.slot.kind ?? "word",
  );
}

function restoreParts(plan: PartsPlan, source: RestoreSource): StringColumn {
  const restore = (part: ReturnType<typeof ownPlans>[number]) =>
    partKindOf(part).restore(part, { ...source, random: source.random.fork(part.name) });
  const form = restore(plan.form);
  if (form.kind !== "string") throw new Error(`the model made no text column ${plan.form.name}`);
  const formOf = form.dictionary.map(Number);
  const parts = plan.parts.map((part) => {
    const column = "plan" in part ? restore(part.plan) : source.restored.get(part.copyOf);
    if (column === undefined)
      throw new Error(`a part of column ${plan.name} repeats a column that is not there`);
    return column;
  });
  const writers = plan.forms.map(({ fixed, slots }) => {
    const cells = slots.map((slot) => cellWriter(parts[slot.part]!, slot));
    return (row: number): string | null => {
      let text = fixed[0]!;
      for (const [i, cell] of cells.entries()) {
        const part = cell(row);
        if (part === null) return null;
        text += part + fixed[i + 1]!;
      }
      return text;
    };
  });
  const index = new Map<string, number>();
  const dictionary: string[] = [];
  const codes = form.codes.map((code, row) => {
    const text = code < 0 ? null : writers[formOf[code]!]!(row);
    if (text === null) return -1;
    const known = index.get(text);
    if (known !== undefined) return known;
    index.set(text, dictionary.length);
    return dictionary.push(text) - 1;
  });
  return { kind: "string", name: plan.name, codes, dictionary };
}

/** Writes the cells of a part as a slot has them; null where missing. */
function cellWriter(column: Column, slot: TextSlot): (row: number) => string | null {
  if (column.kind === "string")
    return (row) => (column.codes[row]! < 0 ? null : column.dictionary[column.codes[row]!]!);
  const dates = slot.kind === "date" ? new DatePattern(slot.pattern!) : null;
  return (row) => {
    const value = column.values[row]!;
    if (Number.isNaN(value)) return null;
    return dates === null ? writeSlot(slot, value) : dates.format(value);
  };
}

function partsCondition(plan: PartsPlan, condition: UserCondition, source: ConditionSource): Condition[] {
  const { name, form } = plan;
  if (condition.op === "missing" || condition.op === "present") {
    if (form.kind === "constant") {
      if (condition.op === "present") return [];
      throw new ModelError(`column ${name} is never missing`);
    }
    return partKindOf(form).condition(form, { ...condition, column: form.name }, source);
  }
  if (condition.op === "range")
    throw new ModelError(`column ${name} is fitted by its parts: a range cannot be asked of it`);
  if (condition.values.length > 1)
    throw new ModelError(`column ${name} is fitted by its parts: ask for one value at a time`);
  const text = String(condition.values[0]);
  const found = new FormReader(plan).read(text);
  if (found === null)
    throw new ModelError(`column ${name} has no value written like ${text}: it is fitted by its parts`);
  const conditions = partKindOf(form).condition(
    form,
    { column: form.name, op: "in", values: [String(found.form)] },
    source,
  );
  for (const [at, slot] of plan.forms[found.form]!.slots.entries()) {
    const value = slot.kind === "word" ? found.texts[at]! : slotNumber(slot, found.texts[at]!);
    const part = plan.parts[slot.part]!;
    if ("copyOf" in part) conditions.push(...source.on({ column: part.copyOf, op: "in", values: [value] }));
    else
      conditions.push(
        ...partKindOf(part.plan).condition(
          part.plan,
          { column: part.plan.name, op: "in", values: [value] },
          source,
        ),
      );
  }
  return conditions;
}
