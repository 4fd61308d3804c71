import { exposureOf } from "../../config/personal/personalTypes.ts";
import {
  boundOf,
  declaredColumns,
  type PublicColumns,
  type UnfittedColumn,
} from "../../config/privacy/domain.ts";
import { columnConfig, type SynthConfig } from "../../config/schema.ts";
import { columnWords } from "../../transform/personal/detect/columnWords.ts";
import { nameEvidence } from "../../transform/personal/detect/namePhrases.ts";
import type { OpenColumn } from "./buyDomain.ts";

export interface OpenTable {
  readonly declared: PublicColumns;
  /** Columns whose domain is bought. */
  readonly open: readonly OpenColumn[];
  /** Columns that their name alone, which is public, says not to learn: `column "email": left out (e-mail address by its name)`. */
  readonly byName: readonly string[];
}

/** How surely a name must say it. */
const sure = 0.9;

/**
 * What of a table is declared, and what is to be bought. Columns named like something that names persons are left out, those named
 * like the id of a record are numbered, unless the config gives them a role.
 */
export function openColumns(config: SynthConfig, names: readonly string[]): OpenTable {
  const declared = declaredColumns(config, names);
  if (config.privacy?.domain !== "private") return { declared, open: [], byName: [] };
  const open: OpenColumn[] = [];
  const others: UnfittedColumn[] = [...declared.others];
  const byName: string[] = [];
  for (const name of declared.open) {
    const given = columnConfig(config, name) ?? {};
    const [best] = [...nameEvidence(columnWords(name))].sort((a, b) => b[1] - a[1]);
    const type = given.role === undefined && best !== undefined && best[1] >= sure ? best[0] : undefined;
    if (type === "recordId" || type === "customerId") {
      others.push({ name, kind: "id", pattern: null });
      byName.push(
        `column "${name}": numbered from 1, as its name says that it is an id; "role": "feature" learns it`,
      );
    } else if (type !== undefined && type !== "position" && exposureOf(type) === "direct") {
      others.push({ name, kind: "dropped", pattern: null });
      byName.push(
        `column "${name}": left out, as its name says that it names persons; "role": "feature" learns it`,
      );
    } else open.push(openColumn(name, given));
  }
  return {
    declared: { fitted: declared.fitted, others, open: open.map((column) => column.name) },
    open,
    byName,
  };
}

function openColumn(
  name: string,
  { missing, min, max }: NonNullable<ReturnType<typeof columnConfig>>,
): OpenColumn {
  const [low, high] = [boundOf(min), boundOf(max)];
  const isDates = typeof min === "string" && typeof max === "string";
  return {
    name,
    missing: missing ?? "model",
    ...(isDates && low !== undefined && high !== undefined && low <= high && { dates: [low, high] as const }),
  };
}
