import type { NamesPlan } from "./invent/person.ts";

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
  /** The one column of the table that says a country; absent where there is none, or several. */
  readonly country?: string;
  /** The same for a city. */
  readonly city?: string;
  readonly groups: readonly GroupPlan[];
}
