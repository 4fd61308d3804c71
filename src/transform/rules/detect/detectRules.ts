import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { columnsOfRule, type Rule } from "../../../config/rules/ruleSyntax.ts";
import { type Table, takeRows } from "../../../table/table.ts";
import { type Combinations, combinationKeys, judgeRule } from "../judge/judgeRule.ts";
import { type RuleView, viewTable } from "../judge/ruleView.ts";
import { readDetectData, shuffleColumns, splitForDetection } from "./detectData.ts";
import { findDateRules } from "./findDateRules.ts";
import { findCombinations, findExclusive, findPresence } from "./findGroups.ts";
import { findKeys, findTexts } from "./findKeys.ts";
import { findOrders } from "./findOrders.ts";
import { findProducts } from "./findProducts.ts";
import { findSums } from "./findSums.ts";

/** A rule that rows obey, with what speaks for it. */
export interface FoundRule {
  readonly rule: Rule;
  /** Rows it was found in, and rows held out for detection alone that obey it too. */
  readonly rows: number;
  readonly held: number;
  /** Of as many rows as it was found in, those that would break it if the columns had nothing to do with each other. */
  readonly byChance: number;
}

/** Rows that chance would make break a rule, at least, for it to be believed. */
const minSurprise = 20;
const chanceRows = 5000;

export interface DetectOptions {
  readonly seed: number;
  readonly signal?: AbortSignal;
  /** Share of the work done, 0 to 1. */
  readonly progress?: (fraction: number) => void;
}

/**
 * Rules that hold in all rows of a table, that chance would break in twenty rows or more, and that hold in a fifth of the
 * rows kept apart for this alone. They name no value that fewer than twenty rows hold, and none of a sensitive column.
 */
export async function detectRules(
  table: Table,
  specs: readonly ColumnSpec[],
  options: DetectOptions,
): Promise<FoundRule[]> {
  const { learned, held } = splitForDetection(table, options.seed);
  const decimals = decimalsOf(specs);
  const data = readDetectData(learned, specs);
  const finders: readonly ((found: readonly Rule[]) => Rule[])[] = [
    () => findSums(data),
    (found) => findProducts(data, found),
    () => findDateRules(data),
    () => findTexts(data),
    (found) => findExclusive(data.flags, namesOf(found, ["oneOf"])),
    (found) => findOrders(data).filter((rule) => !isTied(rule, found)),
    (found) => findCombinations(data.categories, namesOf(found, ["oneOf", "atMostOneOf"])),
    () => findPresence(data),
    () => findKeys(data),
  ];
  const views = {
    learned: viewTable(learned, decimals),
    held: viewTable(held, decimals),
    chance: viewTable(shuffleColumns(firstRows(learned, chanceRows), options.seed), decimals),
  };
  const believed: FoundRule[] = [];
  for (const [at, find] of finders.entries()) {
    options.signal?.throwIfAborted();
    options.progress?.(at / finders.length);
    const known = believed.map(({ rule }) => rule);
    for (const rule of find(known)) {
      const found = believe(rule, views);
      if (found !== null) believed.push(found);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  options.progress?.(1);
  return believed;
}

interface Views {
  readonly learned: RuleView;
  readonly held: RuleView;
  readonly chance: RuleView;
}

function believe(rule: Rule, { learned, held, chance }: Views): FoundRule | null {
  const seen = rule.kind === "combinations" ? seenIn(rule.columns, learned) : undefined;
  const first = judgeRule(rule, learned, seen);
  if (first.broken.length > 0 || first.applies < minSurprise) return null;
  const second = judgeRule(rule, held, seen);
  if (second.broken.length > 0) return null;
  const byChance = Math.round(
    (judgeRule(rule, chance, seen).broken.length * learned.rows) / Math.max(1, chance.rows),
  );
  return byChance < minSurprise ? null : { rule, rows: first.applies, held: second.applies, byChance };
}

function seenIn(columns: readonly string[], view: RuleView): Combinations {
  return new Set(combinationKeys(columns, view).filter((key) => key !== null));
}

function decimalsOf(specs: readonly ColumnSpec[]): (name: string) => number | null {
  const known = new Map(
    specs.map((spec) => [spec.name, spec.sdtype === "numerical" ? spec.decimals : spec.format.decimals]),
  );
  return (name) => known.get(name) ?? null;
}

function firstRows(table: Table, rows: number): Table {
  return table.rows <= rows
    ? table
    : takeRows(
        table,
        Int32Array.from({ length: rows }, (_, i) => i),
      );
}

function namesOf(rules: readonly Rule[], kinds: readonly Rule["kind"][]): Set<string> {
  return new Set(rules.filter(({ kind }) => kinds.includes(kind)).flatMap(columnsOfRule));
}

/** An order of columns that equalities tie together already says little more. */
function isTied(rule: Rule, found: readonly Rule[]): boolean {
  const [first, ...others] = columnsOfRule(rule);
  const equalities = found.flatMap((other) =>
    other.kind === "check" && other.clause.kind === "comparison" && other.clause.operators.includes("=")
      ? [columnsOfRule(other)]
      : [],
  );
  const tied = new Set([first]);
  for (let size = 0; size < tied.size; ) {
    size = tied.size;
    for (const names of equalities)
      if (names.some((name) => tied.has(name))) for (const name of names) tied.add(name);
  }
  return others.every((name) => tied.has(name));
}

/** `26,049 of 26,049 rows and 6,512 of 6,512 held out` */
export function evidenceText({ rows, held }: FoundRule): string {
  const count = (n: number) => n.toLocaleString("en-US");
  return `holds in all ${count(rows)} rows it was found in and all ${count(held)} held out`;
}
