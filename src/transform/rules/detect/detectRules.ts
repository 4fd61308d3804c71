import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { describeRule } from "../../../config/rules/printRule.ts";
import { columnsOfRule, type Rule } from "../../../config/rules/ruleSyntax.ts";
import { maxTogether } from "../../../config/rules/searchedColumns.ts";
import { grouped } from "../../../language/counts.ts";
import { codesOf } from "../../../table/codes.ts";
import { type Holders, holdersOf } from "../../../table/protection/holders.ts";
import { findColumn, firstRows, type Table } from "../../../table/table.ts";
import { fillDown, findFirstLines, keysOf } from "../../entities/firstLines.ts";
import { findDateParts } from "../dates/datePart.ts";
import { combinationsOf, judgeRule } from "../judge/judgeRule.ts";
import { type RuleView, viewSource, viewTable } from "../judge/ruleView.ts";
import {
  type DetectData,
  fewRowsEach,
  readDetectData,
  shuffleColumns,
  splitForDetection,
} from "./detectData.ts";
import { findBands } from "./findBands.ts";
import { findDateRules, isSaid } from "./findDateRules.ts";
import { findDependencies } from "./findDependencies.ts";
import { findCombinations, findExclusive } from "./findGroups.ts";
import { findKeys } from "./findKeys.ts";
import { findOrders } from "./findOrders.ts";
import { findPresence } from "./findPresence.ts";
import { findRanges } from "./findRanges.ts";
import { findSides } from "./findSides.ts";
import { findSums } from "./findSums.ts";
import { findTexts } from "./findTexts.ts";
import { nearShare } from "./near.ts";
import { findProducts } from "./products/findProducts.ts";

/** A rule that rows obey, or nearly all of them, with what speaks for it. */
export interface FoundRule {
  readonly rule: Rule;
  /** Rows it speaks of among those it was found in, and how many of them break it. */
  readonly rows: number;
  readonly broken: number;
  /** The same of the rows held out for detection alone. */
  readonly held: number;
  readonly heldBroken: number;
  /** Of as many rows as it was found in, those that would break it if the columns had nothing to do with each other. */
  readonly byChance: number;
}

/** Rows that chance would make break a rule, at least, for it to be believed. */
const minSurprise = 20;
/** Rows that chance would make break a rule for each that does, at least. */
const minRatio = 10;
const chanceRows = 5000;
/** Columns of a block of a wide table, and from one block to the next. */
const blockColumns = 64;
const blockStep = 48;
/** Rows more that might break a rule that nearly holds, were others looked at: few rows say little of one in a thousand. */
const spareBroken = 2;

export interface DetectOptions {
  readonly seed: number;
  readonly signal?: AbortSignal;
  /** Share of the work done, 0 to 1. */
  readonly progress?: (fraction: number) => void;
  /** Whose the rows are, where persons have several: no rule is found by the rows of a few. */
  readonly holders?: Holders | undefined;
}

/**
 * Rules that hold in all rows of a table, or in all but one in a thousand, that chance would break in twenty rows or more,
 * and that hold in a fifth of the rows kept apart for this alone. They name no value that fewer than twenty rows hold, and
 * none of a sensitive or personal column. Those that hold in all rows come first. Of more than `maxTogether` columns, only those
 * that stand near each other are searched together.
 */
export async function detectRules(
  source: Table,
  specs: readonly ColumnSpec[],
  options: DetectOptions,
): Promise<FoundRule[]> {
  const lines = findFirstLines(source, keysOf(specs));
  const table = fillDown(lines, source);
  const { learned, held, order } = splitForDetection(table, options.seed);
  const unsaid = unsaidParts(learned, specs);
  // what the lines of one order repeat is said once
  const holders = options.holders ?? (lines === null ? undefined : codesOf(findColumn(source, lines.key)!));
  // what twenty of these rows say, several persons do: rules that name values are sought in them
  const told = holders === undefined ? learned : fewRowsEach(learned, specs, holdersOf(holders, order));
  const dataOf = (rows: Table, { start, end }: { readonly start: number; readonly end: number }) =>
    readDetectData(
      { rows: rows.rows, columns: rows.columns.slice(start, end).filter(({ name }) => !unsaid.has(name)) },
      specs,
    );
  const blocks = columnBlocks(learned.columns.length).map((block, _, all) => {
    const data = dataOf(learned, block);
    return findersOf(data, told === learned ? data : dataOf(told, block), 1 / all.length);
  });
  const views = {
    learned: viewSource(learned, specs),
    held: viewSource(held, specs),
    chance: viewSource(shuffleColumns(firstRows(learned, chanceRows), options.seed), specs),
    table: learned,
    whole: table,
    seed: options.seed,
  };
  const believed: FoundRule[] = [];
  const tried = new Set<string>();
  for (const [block, finders] of blocks.entries())
    for (const [at, find] of finders.entries()) {
      options.signal?.throwIfAborted();
      options.progress?.((block + at / finders.length) / blocks.length);
      const known = believed.filter(isExact).map(({ rule }) => rule);
      for (const rule of find(known)) {
        // blocks overlap
        const text = blocks.length > 1 ? describeRule(rule) : "";
        if (tried.has(text)) continue;
        if (text !== "") tried.add(text);
        const found = believe(rule, views);
        if (found !== null) believed.push(found);
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
  options.progress?.(1);
  return [...believed.filter(isExact), ...believed.filter((found) => !isExact(found))];
}

/**
 * The searches for each kind of rule, in order; each is given the rules that hold in all rows so far.
 *
 * @param told where rules that name values are sought
 * @param share of the work for all blocks
 */
function findersOf(
  data: DetectData,
  told: DetectData,
  share: number,
): readonly ((found: readonly Rule[]) => Rule[])[] {
  return [
    () => findSums(data),
    (found) => findProducts(data, found),
    () => findDateRules(data),
    () => findTexts(data),
    (found) => findExclusive(data.flags, namesOf(found, ["oneOf"])),
    (found) => findOrders(told).filter((rule) => !isTied(columnsOfRule(rule), found)),
    (found) => {
      const taken = namesOf(found, ["oneOf", "atMostOneOf"]);
      return findCombinations(
        told.categories.filter(({ measured }) => !measured),
        taken,
      );
    },
    (found) => findDependencies(data, (names) => isTied(names, found)),
    () => findSides(told),
    (found) => findBands(told, (names) => isTied(names, found)),
    () => findPresence(told),
    (found) => findRanges(told, (names) => isTied(names, found)),
    () => findKeys(data, share),
  ];
}

/** Columns that follow from a date without a rule, as none can say it (names of months, ISO weeks): what a rule said of them would stand in the way. */
function unsaidParts(table: Table, specs: readonly ColumnSpec[]): Set<string> {
  const parts = [...findDateParts(table, specs).values()];
  return new Set(parts.filter((plan) => !isSaid(plan)).map(({ name }) => name));
}

/** The places of columns that are searched together: all, or in very wide tables those of overlapping blocks in the order of the file. */
export function columnBlocks(columns: number): { readonly start: number; readonly end: number }[] {
  if (columns <= maxTogether) return [{ start: 0, end: columns }];
  const blocks = [];
  for (let start = 0; ; start += blockStep) {
    const end = Math.min(columns, start + blockColumns);
    blocks.push({ start, end });
    if (end === columns) return blocks;
  }
}

/** Whether no row looked at breaks the rule: others are offered only. */
export function isExact({ broken, heldBroken }: Pick<FoundRule, "broken" | "heldBroken">): boolean {
  return broken + heldBroken === 0;
}

interface Views {
  readonly learned: RuleView;
  readonly held: RuleView;
  /** Rows whose columns are shuffled, for all kinds but keys. */
  readonly chance: RuleView;
  readonly table: Table;
  /** The rows learned from and those held out. */
  readonly whole: Table;
  readonly seed: number;
}

function believe(rule: Rule, views: Views): FoundRule | null {
  const { learned, held } = views;
  const seen = rule.kind === "combinations" ? combinationsOf(rule.columns, learned) : undefined;
  const chance = rule.kind === "unique" ? shuffledKey(rule.columns, views) : views.chance;
  const byChance = Math.round(
    (judgeRule(rule, chance, seen).broken.length * learned.rows) / Math.max(1, chance.rows),
  );
  if (byChance < minSurprise) return null;
  const first = judgeRule(rule, learned, seen);
  const broken = first.broken.length;
  if (first.applies < minSurprise || broken > nearShare * first.applies || broken * minRatio > byChance)
    return null;
  const second = judgeRule(rule, held, seen);
  const heldBroken = rule.kind === "unique" ? repeated(rule.columns, views) - broken : second.broken.length;
  const all = broken + heldBroken;
  if (all > 0 && all + spareBroken > nearShare * (first.applies + second.applies)) return null;
  return { rule, rows: first.applies, broken, held: second.applies, heldBroken, byChance };
}

/** As many rows as were looked at: whether a key repeats by chance grows with the square of the rows. */
function shuffledKey(columns: readonly string[], { table, seed }: Views): RuleView {
  const own = table.columns.filter(({ name }) => columns.includes(name));
  return viewTable(shuffleColumns({ rows: table.rows, columns: own }, seed));
}

/** Rows that repeat a key, wherever the rows they repeat are. */
function repeated(columns: readonly string[], { whole }: Views): number {
  const own = whole.columns.filter(({ name }) => columns.includes(name));
  return judgeRule({ kind: "unique", columns, repair: false }, viewTable({ ...whole, columns: own })).broken
    .length;
}

function namesOf(rules: readonly Rule[], kinds: readonly Rule["kind"][]): Set<string> {
  return new Set(rules.filter(({ kind }) => kinds.includes(kind)).flatMap(columnsOfRule));
}

/** Whether equalities tie the columns together: an order of them, or a range of one by the other, says little more. */
function isTied(names: readonly string[], found: readonly Rule[]): boolean {
  const [first, ...others] = names;
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

/** `holds in all 26,049 rows it was found in and all 6,512 held out`, or how many of them keep it. */
export function evidenceText(found: Omit<FoundRule, "rule" | "byChance">): string {
  const { rows, broken, held, heldBroken } = found;
  if (isExact(found))
    return `holds in all ${grouped(rows)} rows it was found in and all ${grouped(held)} held out`;
  const share = Math.floor(1e4 * (1 - (broken + heldBroken) / (rows + held))) / 100;
  return `holds in ${share} % of rows: ${grouped(rows - broken)} of ${grouped(rows)} it was found in and ${grouped(held - heldBroken)} of ${grouped(held)} held out`;
}
