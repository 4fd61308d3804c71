import type { Exposure, PersonalType, Replacement } from "../config/personal/personalTypes.ts";
import type { ColumnRole, Sdtype } from "../table/columnTypes.ts";
import type { ColumnProfile } from "../table/profile/tableProfile.ts";

import type { PreviewState } from "./preview.ts";
import type { PrivacyMeter } from "./privacyMeter.ts";
import type { CheckedRule, FoundRuleText } from "./rules.ts";
import type { Diagnostic } from "./run.ts";

/** The wire between the extension host and one view of a `*.synth.json`. The text document is the only truth. */
export type HostToEditor =
  /** Words and choices that never change while the view lives; first answer to `ready`. */
  | { readonly type: "catalog"; readonly catalog: EditorCatalog }
  | { readonly type: "document"; readonly document: DocumentState }
  | { readonly type: "source"; readonly source: SourceState }
  | { readonly type: "run"; readonly run: RunState }
  | { readonly type: "rules"; readonly rules: RulesState }
  | { readonly type: "preview"; readonly preview: PreviewState }
  /** Answer to the request of this id: done, or why not. */
  | { readonly type: "reply"; readonly id: number; readonly error?: string };

export type EditorToHost =
  | { readonly type: "ready" }
  | ({ readonly type: "request"; readonly id: number } & EditorRequest)
  /** The answer to this request is no longer wanted; what has not begun is not done. */
  | { readonly type: "cancel"; readonly id: number };

export type EditorRequest =
  /** One undo step, whatever the number of changes. */
  | { readonly request: "edit"; readonly changes: readonly EditorChange[] }
  /** The fix of a problem of the document's `version`; refused when the text has changed since. */
  | { readonly request: "fix"; readonly version: number; readonly problem: number }
  | { readonly request: "run" }
  | { readonly request: "cancelRun" }
  | { readonly request: "openReport" }
  | { readonly request: "showLog" }
  /** The text beside or instead of this view, at a 1-based place. */
  | { readonly request: "openText"; readonly line?: number; readonly column?: number }
  | { readonly request: "pickSource" }
  /** Reads the source again, although it looks unchanged. */
  | { readonly request: "readSource" }
  /** Looks for rules in the source. */
  | { readonly request: "findRules" }
  | { readonly request: "cancelFindRules" };

/** `value` left out takes away what stands at `path`; null is a value. */
export interface EditorChange {
  readonly path: readonly (string | number)[];
  readonly value?: unknown;
}

export type DocumentState = BrokenDocument | ConfigDocument;

/** The text is not the JSON of a config: nothing can be shown, nothing is lost. */
export interface BrokenDocument {
  readonly kind: "broken";
  readonly version: number;
  readonly file: string;
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
  /** The line and those before it that say where it is, cut to what fits. */
  readonly excerpt: readonly { readonly line: number; readonly text: string }[];
}

export interface ConfigDocument {
  readonly kind: "config";
  readonly version: number;
  readonly file: string;
  /** As written: no defaults filled in, whatever types the person typed. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly problems: readonly Problem[];
  /** What holds for each column of the source, in its order; null while the source is unknown. */
  readonly effective: readonly EffectiveColumn[] | null;
  /** Where the output goes when the config does not say. */
  readonly defaultOutput: string;
  /** The column a report would predict when nobody says. */
  readonly defaultTarget: string | null;
  readonly readonly: boolean;
  /** One an entry of `rules`. */
  readonly rules: readonly WrittenRule[];
  /** Null where the config asks for no guarantee, or the source is unknown. */
  readonly privacy: PrivacyMeter | null;
}

/** An entry of `rules`. */
export interface WrittenRule {
  /** In one line. */
  readonly text: string;
  /** The same for rules that say the same, whatever their blanks and `repair`; null where the entry has a fault. */
  readonly json: string | null;
}

/** What the data says of rules. */
export interface RulesState {
  /** 0 to 1 while rules are looked for, else null. */
  readonly finding: number | null;
  /** Found by the last search; null before the first. */
  readonly found: readonly FoundRuleText[] | null;
  /** Why the last search ended without a result. */
  readonly failure: string | null;
  /** The rules of the text are being compared with the data. */
  readonly checking: boolean;
  /** One an entry of `rules`, null where it has a fault; null altogether while they are not known. */
  readonly checks: readonly (CheckedRule | null)[] | null;
}

export type Problem = Pick<Diagnostic, "severity" | "code" | "message" | "line" | "column" | "path"> & {
  /** What the fix would do, when there is one. */
  readonly fix?: string;
};

/** A column's settings after inference; what is not explicit in the text was inferred. */
export interface EffectiveColumn {
  readonly type: Sdtype;
  readonly role: ColumnRole;
  readonly missing: "model" | "never";
  /** null: full precision. */
  readonly decimals: number | null;
  readonly maxCategories: number;
  readonly minCategoryCount: number;
  readonly pattern: string | null;
  /** strptime terms. */
  readonly format: string | null;
  /** What of a person it holds and what happens to its values; null where it holds nothing, or nothing is done. */
  readonly personal: EffectivePersonal | null;
}

export interface EffectivePersonal {
  /** Named by the config, or found for sure; otherwise its values are replaced to be safe. */
  readonly sure: boolean;
  readonly type: PersonalType;
  readonly exposure: Exposure;
  readonly replace: Replacement;
}

export type SourceState =
  /** Not read: the workspace is not trusted, the config not saved or not on a disk, or it names no source yet. */
  | { readonly kind: "unread"; readonly why: "untrusted" | "unsaved" | "virtual" | "unnamed" }
  | { readonly kind: "loading"; readonly path: string }
  /** There is no such file. */
  | { readonly kind: "missing"; readonly path: string }
  /** It cannot be read as a table. */
  | { readonly kind: "failed"; readonly path: string; readonly message: string }
  | {
      readonly kind: "ready";
      readonly path: string;
      readonly bytes: number;
      readonly rows: number;
      /** Long texts cut; names in full, they are keys. */
      readonly columns: readonly SourceColumn[];
      readonly warnings: readonly string[];
    };

export type SourceColumn = Pick<
  ColumnProfile,
  | "name"
  | "sdtype"
  | "reason"
  | "rows"
  | "missing"
  | "cardinality"
  | "min"
  | "max"
  | "mean"
  | "std"
  | "histogram"
  | "top"
  | "examples"
  | "pattern"
  | "personal"
  | "warnings"
> & {
  /** Median. */
  readonly median: number | null;
  readonly physical: ColumnProfile["format"]["physical"];
};

export interface RunState {
  readonly state: "idle" | "waiting" | "running";
  /** 0 to 1, of the stage; null before the first news. */
  readonly fraction: number | null;
  /** What it is at, in the person's language. */
  readonly label: string;
  /** Some run of this config has left a report. */
  readonly report: boolean;
}

/** Everything the editor offers, from the one schema, in the person's language. */
export interface EditorCatalog {
  readonly strings: Readonly<Record<string, string>>;
  readonly models: readonly ModelChoice[];
  readonly recommendedModel: string;
  readonly types: readonly Word[];
  readonly roles: readonly Word[];
  readonly column: readonly OptionField[];
  readonly source: readonly OptionField[];
  readonly output: readonly OptionField[];
  readonly report: readonly OptionField[];
  readonly privacy: readonly OptionField[];
  readonly seed: OptionField;
  readonly detectRules: OptionField;
  readonly metrics: readonly MetricChoice[];
}

/** One of a few words, with its meaning. */
export interface Word {
  readonly word: string;
  readonly meaning: string;
}

export interface ModelChoice {
  readonly type: string;
  /** What a person needs to know to choose it. */
  readonly label: string;
  /** First sentence of the description. */
  readonly summary: string;
  readonly description: string;
  readonly options: readonly OptionField[];
}

/** One setting of a form. */
export interface OptionField {
  readonly key: string;
  /** The key as words, in the language of the editor. */
  readonly label: string;
  readonly description: string;
  readonly kind: OptionKind;
  /** Both inclusive. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** Left out when there is none: the setting is then inferred. */
  readonly default?: unknown;
  readonly words?: readonly Word[];
  /** The word `auto` may stand instead of a number. */
  readonly auto?: boolean;
  readonly example?: string;
  /** Folded away until asked for. */
  readonly advanced: boolean;
}

export type OptionKind =
  | "integer"
  | "number"
  | "boolean"
  | "choice"
  | "text"
  /** Whole numbers, first to last. */
  | "integers"
  /** Several of `words`. */
  | "choices"
  | "texts"
  /** A number or an ISO date. */
  | "bound"
  /** Words by column name; edited at the column. */
  | "byColumn"
  /** Not for forms. */
  | "other";

export interface MetricChoice {
  readonly name: string;
  readonly section: "diagnostic" | "fidelity" | "utility" | "privacy";
  /** In the words of the report. */
  readonly title: string;
  readonly description: string;
  /** What a new gate begins with. */
  readonly usualBound: { readonly min: number } | { readonly max: number };
  readonly needsHoldout: boolean;
}
