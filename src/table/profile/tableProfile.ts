import type { PersonalFinding } from "../../config/personal/personalTypes.ts";
import type { Sdtype } from "../columnTypes.ts";
import type { ColumnFormat } from "../format.ts";
import type { LeftOutColumn } from "../read/readOptions.ts";
import type { TextSplit } from "../split/splitText.ts";

export interface ColumnProfile {
  readonly name: string;
  readonly sdtype: Sdtype;
  /** One sentence for a person: why this sdtype was chosen. */
  readonly reason: string;
  readonly rows: number;
  readonly missing: number;
  /** Distinct non-missing values. */
  readonly cardinality: number;
  readonly format: ColumnFormat;
  /** Numerical and datetime (epoch ms) only; null otherwise or when all is missing. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** Of the sample (n − 1). */
  readonly std: number | null;
  /** At 1, 5, 25, 50, 75, 95 and 99 %. */
  readonly quantiles: readonly number[] | null;
  /** ≤ 20 equal-width bins over [min, max]; `edges.length === counts.length + 1`. Null for text kinds. */
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] } | null;
  /** Most frequent values, as written in the file, ≤ 10, most frequent first. */
  readonly top: readonly { readonly value: string; readonly count: number }[];
  /** A few values as written in the file. Never leaves the user's machine: not stored in models or reports. */
  readonly examples: readonly string[];
  /** For id columns: a pattern such as `[A-Z]{2}-\d{5}` or `\d+`, from which new ones can be made. */
  readonly pattern: string | null;
  /** Text: fitted by the options it lists or by its parts rather than as a whole. */
  readonly split?: TextSplit;
  /** What the reader guessed or changed, and what to know of the values. */
  readonly warnings: readonly string[];
  /** What it tells of persons, where that was looked for and found. */
  readonly personal?: Omit<PersonalFinding, "column">;
}

export interface TableProfile {
  readonly rows: number;
  readonly columns: readonly ColumnProfile[];
  /** Few-valued columns that are functions of other columns; absent when not looked for. */
  readonly determined?: readonly string[];
  /** Columns of the file that no table can hold (nested, binary). */
  readonly leftOut?: readonly LeftOutColumn[];
  /** What the reader guessed or dropped of the file as a whole. */
  readonly notes?: readonly string[];
  readonly warnings: readonly string[];
}
