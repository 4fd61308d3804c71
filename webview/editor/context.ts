import type {
  ConfigDocument,
  EditorCatalog,
  EditorChange,
  EditorRequest,
  RulesState,
  RunState,
  SourceState,
} from "../../src/protocol/editor.ts";
import type { Words } from "../../src/protocol/editorStrings.ts";
import type { PreviewState } from "../../src/protocol/preview.ts";
import type { ColumnRow } from "./columns/columnRows.ts";
import type { Path, ProblemPlaces } from "./problemPlaces.ts";

/** What every part of the page draws from and speaks through; a new one at each drawing. */
export interface EditorContext {
  readonly catalog: EditorCatalog;
  readonly document: ConfigDocument;
  readonly source: SourceState;
  readonly run: RunState;
  readonly rules: RulesState;
  readonly preview: PreviewState;
  /** JSON of rules that were turned off here: they can be turned on again. */
  readonly rulesOff: readonly string[];
  readonly rows: readonly ColumnRow[];
  readonly problems: ProblemPlaces;
  readonly t: Words;
  readonly language: string;
  edit(changes: readonly EditorChange[]): void;
  request(request: EditorRequest): void;
  /** Rules switched here, by JSON, until the text says the same or the change was refused. */
  readonly switched: Map<string, boolean>;
  keepRulesOff(json: readonly string[]): void;
  /** What was typed at this path and is no value. */
  rejected(path: Path): { readonly text: string; readonly error: string } | undefined;
  /** Nothing is written while the text is no value; undefined clears. */
  reject(path: Path, rejected: { readonly text: string; readonly error: string } | undefined): void;
}
