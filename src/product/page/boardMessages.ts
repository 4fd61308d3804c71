import type { Problem } from "../../protocol/editor.ts";
import type { CriterionResult } from "../exitCriteria.ts";
import type { TableFeedback } from "../feedback/tableFeedback.ts";
import type { Forecast } from "../forecast.ts";
import type { Feature, Product } from "../schema.ts";
import type { Arrangement, FirstCards } from "./boardModel.ts";
import type { ProductEdit } from "./productEdits.ts";

/** The wire between a host and one view of a `*.mvp.json`. The text document is the only truth. */
export type HostToBoard =
  /** Words in the person's language; first answer to `ready`. */
  | { readonly type: "strings"; readonly strings: Readonly<Record<string, string>> }
  /** Ahead of a large product. */
  | { readonly type: "firstCards"; readonly state: FirstState }
  | { readonly type: "product"; readonly state: ProductState }
  | { readonly type: "facts"; readonly facts: BoardFacts }
  /** Answer to the request of this id: done, or why not. */
  | { readonly type: "reply"; readonly id: number; readonly error?: string };

export type BoardToHost =
  /** `shows`: how the board is arranged; absent where another view is open. */
  | { readonly type: "ready"; readonly shows?: Arrangement }
  | ({ readonly type: "request"; readonly id: number } & BoardRequest);

export type BoardRequest =
  /** One undo step, whatever the number of edits; refused while the text has errors. */
  | { readonly request: "edit"; readonly edits: readonly ProductEdit[] }
  /** The fix of a problem of the document's `version`; refused when the text has changed since. */
  | { readonly request: "fix"; readonly version: number; readonly problem: number }
  /** The text instead of this view, at a 1-based place. */
  | { readonly request: "openText"; readonly line?: number; readonly column?: number }
  /** The text at the entry with this id. */
  | { readonly request: "openEntry"; readonly list: "features" | "phases" | "personas"; readonly id: string }
  | { readonly request: "openConfig" | "openReport" | "run"; readonly data: string }
  /** What a person says of a row of a feedback table: a feature, `same:ROW` or `none`; null takes it back. Stands beside the table. */
  | {
      readonly request: "link";
      readonly table: string;
      readonly row: string;
      readonly to: string | null;
    }
  /** Synthetic rows that illustrate a persona. */
  | { readonly request: "demoRows"; readonly persona: string };

export type ProductState = ReadableProduct | UnreadableProduct;

export interface ReadableProduct {
  readonly kind: "product";
  readonly version: number;
  readonly file: string;
  readonly readonly: boolean;
  /** Today in the person's time zone, such as 2026-12-31. */
  readonly today: string;
  readonly product: Omit<Product, "features">;
  readonly features: ListChange<Feature>;
  /** null while they are looked for. */
  readonly problems: readonly Problem[] | null;
}

/** What is drawn of a large product before all of it is there. */
export interface FirstState extends Omit<ReadableProduct, "kind" | "features" | "problems"> {
  readonly cards: FirstCards;
}

/** A list by what differs from the one sent before: its first and last items are kept, what is between is new. */
export interface ListChange<Item> {
  readonly first: number;
  /** Items as one JSON text: on its way to a view a message is copied several times, thousands of objects slowly. */
  readonly between: JsonOf<readonly Item[]>;
  readonly last: number;
}

/** JSON of a value of this type. */
type JsonOf<Value> = string & { readonly of?: Value };

/** The text has errors. Nothing is lost; the last board stays in sight, marked old. */
export interface UnreadableProduct {
  readonly kind: "unreadable";
  readonly version: number;
  readonly file: string;
  readonly readonly: boolean;
  readonly problems: readonly Problem[];
  /** The lines before the first problem, the last of them its own. */
  readonly excerpt: readonly { readonly line: number; readonly text: string }[];
}

/** What stands outside the text: reports, runs, the days behind us. */
export interface BoardFacts {
  /** false without trust: nothing outside the text is read. */
  readonly trusted: boolean;
  /** Exit criteria by id of the phase. */
  readonly exit: Readonly<Record<string, readonly CriterionResult[]>>;
  /** Weeks until a phase is done by its id, or what is missing for a forecast. */
  readonly forecast: Readonly<Record<string, Forecast | string>>;
  /** Data sets by id. */
  readonly data: Readonly<Record<string, DataState>>;
  /** Feedback tables in the order of the file; null while they are not read. */
  readonly feedback: readonly FeedbackState[] | null;
}

/** What is known of one feedback table. */
export type FeedbackState = TableFeedback;

/** How the config of a data set stands towards its runs. */
export interface DataState {
  readonly kind: DataStateKind;
  /** ISO time at which its newest run began; null where there is none. */
  readonly ran: string | null;
}

export type DataStateKind =
  | "noConfig"
  | "invalid"
  | "missingData"
  | "neverRun"
  | "running"
  | "interrupted"
  | "failed"
  | "staleConfig"
  | "staleData"
  | "outputGone"
  | "failedGate"
  | "upToDate";

/** The change from one list to another; items are compared by identity. */
export function listChange<Item>(before: readonly Item[], after: readonly Item[]): ListChange<Item> {
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && before[first] === after[first]) first++;
  let last = 0;
  while (last < shorter - first && before.at(-1 - last) === after.at(-1 - last)) last++;
  return { first, between: JSON.stringify(after.slice(first, after.length - last)), last };
}

/** The list after a change. */
export function changedList<Item>(
  before: readonly Item[],
  { first, between, last }: ListChange<Item>,
): Item[] {
  return [
    ...before.slice(0, first),
    ...(JSON.parse(between) as Item[]),
    ...before.slice(before.length - last),
  ];
}
