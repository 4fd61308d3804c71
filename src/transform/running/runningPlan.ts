import { z } from "zod";

/**
 * A running total: the balance of an account, the reading of a meter or the stock of an article. It is plain JSON in the model file and
 * holds no value of the data except the protected range of the total.
 */
export interface RunningPlan {
  readonly total: string;
  /** Column whose values have a total each; null where the whole table has one. */
  readonly key: string | null;
  /** What a row adds: columns, to be taken away where `sign` is −1; missing cells add nothing. Where `opening` is given, total less opening. */
  readonly terms: readonly { readonly column: string; readonly sign: 1 | -1 }[];
  /** Column that repeats the total of the row before. */
  readonly opening?: string;
  /** Date that the rows of a key are in the order of; absent where none is. */
  readonly by?: string;
  /** The newest row comes first. */
  readonly descending?: true;
  /** The rows of a key stand together. */
  readonly together?: true;
  /** What is changed in a row whose total would be out of range: a column that a rule adds, `factor` times, to the opening. */
  readonly flow?: { readonly column: string; readonly factor: number };
  /** Rows of a key may change places, but for their dates, so that each begins about where the one before ends. */
  readonly linked?: true;
  /** The first total of each key is what its row adds. */
  readonly fromZero?: true;
  readonly decimals: number;
  readonly min: number;
  readonly max: number;
}

export const runningSchema: z.ZodType<RunningPlan> = z.strictObject({
  total: z.string(),
  key: z.string().nullable(),
  terms: z.array(z.strictObject({ column: z.string(), sign: z.union([z.literal(1), z.literal(-1)]) })).max(2),
  opening: z.string().exactOptional(),
  by: z.string().exactOptional(),
  descending: z.literal(true).exactOptional(),
  together: z.literal(true).exactOptional(),
  flow: z.strictObject({ column: z.string(), factor: z.number() }).exactOptional(),
  linked: z.literal(true).exactOptional(),
  fromZero: z.literal(true).exactOptional(),
  decimals: z.int().min(0).max(9),
  min: z.number(),
  max: z.number(),
});
