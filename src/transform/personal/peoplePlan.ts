import type { NamesPlan } from "./invent/person.ts";

/** How many rows one person has: runs of counts that enough persons share. */
export interface SizeRun {
  readonly min: number;
  readonly max: number;
  /** Persons, rounded. */
  readonly count: number;
}

/** Persons who have several rows. */
export interface EntityPlan {
  /** The column that names a person. */
  readonly key: string;
  /** Columns that are the same in all rows of a person. */
  readonly columns: readonly string[];
  readonly sizes: readonly SizeRun[];
  /** The rows of a person do not follow each other in the data. */
  readonly scattered?: true;
}

/** Columns that speak of the same person. */
export interface GroupPlan {
  readonly columns: readonly string[];
  readonly gender: string | null;
  readonly country: string | null;
  /** Column with dates or years of birth; absent where there is none. */
  readonly birthDate?: string;
  readonly names: NamesPlan;
}

/** What the invented values of a table have in common. Plain JSON, kept in the model file; holds no value of the data. */
export interface PeoplePlan {
  readonly entity: EntityPlan | null;
  /** The one column of the table that says a country; absent where there is none, or several. */
  readonly country?: string;
  /** The same for a city. */
  readonly city?: string;
  readonly groups: readonly GroupPlan[];
}
