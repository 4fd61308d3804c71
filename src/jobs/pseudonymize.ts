import { existsSync } from "node:fs";
import { basename, dirname } from "node:path";
import { z } from "zod";
import { parseConfig } from "../config/parseConfig.ts";
import { formatOf } from "../config/paths.ts";
import { checkPersonal } from "../config/personal/checkPersonal.ts";
import {
  earlyReplacements,
  exposureOf,
  generalizedTypes,
  type PersonalColumn,
  type Replacement,
  unnamedTypes,
} from "../config/personal/personalTypes.ts";
import { resolvePersonal } from "../config/personal/resolvePersonal.ts";
import { readOptions } from "../config/readOptions.ts";
import { columnConfig, type SynthConfig } from "../config/schema.ts";
import { quote } from "../jsonc/quote.ts";
import { InputError } from "../pipeline/inputError.ts";
import { keepInputs } from "../pipeline/keepInputs.ts";
import { prepareOutputFolder } from "../pipeline/outputFolder.ts";
import { outputFormatFor } from "../pipeline/outputFormat.ts";
import { PipelineError } from "../pipeline/pipelineError.ts";
import { readKey } from "../pipeline/source/readKey.ts";
import { writeAtomically } from "../runFolder/writeAtomically.ts";
import type { ColumnProfile } from "../table/profile/tableProfile.ts";
import { readTable } from "../table/read/read.ts";
import { readPlainText } from "../table/readPlainText.ts";
import { openTableWriter } from "../table/write/write.ts";
import { profilePersonal } from "../transform/personal/profilePersonal.ts";
import { type PseudonymizedColumn, pseudonymizedNotice } from "../transform/personal/replace/notice.ts";
import { replaceTable } from "../transform/personal/replace/replaceTable.ts";
import type { ColumnReplacement } from "../transform/personal/replace/replaceValues.ts";
import { path } from "./fields.ts";
import type { Job } from "./job.ts";

const methods = ["pseudonym", "mask", "generalize", "drop"] as const;

const input = z.strictObject({
  data: path,
  /** File to write; another file beside it, `OUT.pseudonymized.txt`, says what it is. */
  out: path,
  /** Config whose `columns` say what happens to each column; what they leave open, `direct` and `quasi` say. */
  config: path.exactOptional(),
  /** For direct identifiers that a config does not speak of or wants invented. */
  direct: z.enum(methods).default("pseudonym"),
  /** For what helps to single a person out. `generalize` leaves types without a coarser form as they are. */
  quasi: z.enum(["keep", "generalize", "drop"]).default("keep"),
  /** `env:NAME` or `file:PATH` of the secret, where a column of the config does not name its own. */
  key: z
    .string()
    .regex(/^(?:env:[A-Za-z_]\w*|file:.+)$/, "must be env:NAME or file:PATH")
    .exactOptional(),
});
type Input = z.output<typeof input>;

export interface Pseudonymized {
  readonly output: string;
  /** The file that says that the table is pseudonymized, and how. */
  readonly notice: string;
  readonly rows: number;
  readonly columns: readonly PseudonymizedColumn[];
}

/**
 * Writes the real table with its personal values replaced. What comes out is pseudonymized, not synthetic: every row is a real
 * one, and a file beside it says so.
 */
export const pseudonymizeJob: Job<typeof input, never, Pseudonymized> = {
  input,
  async run(job, { signal }) {
    const { data, out } = job;
    const notice = `${out}.pseudonymized.txt`;
    keepInputs([out, notice], [data, job.config]);
    const config = await configOf(job);
    const loaded = await readTable(data, readOptions(config.source, config.columns));
    const profile = profilePersonal(loaded);
    refuseProblems(config, profile);
    const columns = profile.columns.flatMap((column): PseudonymizedColumn[] => {
      const personal = methodOf(job, config, column);
      return personal === null ? [] : [{ column: column.name, ...personal }];
    });
    if (columns.every(({ replace }) => replace === "keep"))
      throw new PipelineError(`${basename(data)} has no personal column to replace, and nothing was written`);
    const made = replaceTable(loaded, replacementsOf(job, config, columns));
    signal.throwIfAborted();
    await prepareOutputFolder(out, "out");
    const dropped = new Set(columns.filter(({ replace }) => replace === "drop").map(({ column }) => column));
    const kept = made.table.columns.flatMap((column, i) => (dropped.has(column.name) ? [] : [i]));
    const format = outputFormatFor(loaded.format, formatOf(out) ?? loaded.format.type, out, data);
    await writeAtomically(notice, pseudonymizedNotice(basename(data), basename(out), columns));
    const writer = await openTableWriter(
      out,
      format,
      kept.map((i) => ({ name: made.table.columns[i]!.name, format: made.formats[i]! })),
    );
    await writer.write({ rows: made.table.rows, columns: kept.map((i) => made.table.columns[i]!) });
    await writer.close();
    return { output: out, notice, rows: made.table.rows, columns };
  },
};

async function configOf({ data, config: file }: Input): Promise<SynthConfig> {
  if (file !== undefined && !existsSync(file))
    throw new InputError("config", ` ${file}: there is no such file`);
  const text = file === undefined ? JSON.stringify({ source: { path: data } }) : await readPlainText(file);
  const { config, diagnostics } = parseConfig(text, file ?? data);
  if (config === undefined) throw new PipelineError(`${file} has errors; nothing was written`, diagnostics);
  return config;
}

function refuseProblems(config: SynthConfig, profile: Parameters<typeof checkPersonal>[1]): void {
  const [first] = checkPersonal(config, profile).filter(({ severity }) => severity === "error");
  if (first !== undefined) throw new PipelineError(`${first.message}; nothing was written`);
}

/** What happens to a column; null where it tells nothing of persons. */
function methodOf(
  { direct, quasi }: Input,
  config: SynthConfig,
  column: ColumnProfile,
): PersonalColumn | null {
  const given = columnConfig(config, column.name);
  if (given?.role === "drop") return { type: column.personal?.type ?? "recordId", replace: "drop" };
  const personal = resolvePersonal({ ...config, report: { ...config.report, target: undefined } }, column);
  if (personal === null) return null;
  const { type } = personal;
  if (given?.replace !== undefined && given.replace !== "invent") return personal;
  const exposure = exposureOf(type);
  if (exposure === "other") return null;
  return { type, replace: exposure === "direct" ? directMethod(type, direct) : quasiMethod(type, quasi) };
}

function directMethod(type: PersonalColumn["type"], direct: Replacement): Replacement {
  if (type === "freeText" && direct === "pseudonym") return "mask";
  const isFit =
    direct === "pseudonym" ? !unnamedTypes.has(type) : direct !== "generalize" || generalizedTypes.has(type);
  if (isFit) return direct;
  return generalizedTypes.has(type) ? "generalize" : "mask";
}

function quasiMethod(type: PersonalColumn["type"], quasi: Input["quasi"]): Replacement {
  return quasi === "generalize" && !generalizedTypes.has(type) ? "keep" : quasi;
}

function replacementsOf(
  job: Input,
  config: SynthConfig,
  columns: readonly PseudonymizedColumn[],
): Map<string, ColumnReplacement> {
  const early = columns.filter(({ replace }) => earlyReplacements.has(replace));
  return new Map(
    early.map(({ column, type, replace }) => [
      column,
      { type, replace, key: replace === "pseudonym" ? keyOf(job, config, column) : undefined },
    ]),
  );
}

/** @throws PipelineError, InputError naming the column and where the key should be */
function keyOf({ key, config: file }: Input, config: SynthConfig, column: string): Buffer {
  const own = columnConfig(config, column)?.key;
  const place = own ?? key;
  if (place === undefined)
    throw new InputError(
      "key",
      `: column ${quote(column)} gets pseudonyms, which need a secret: give env:NAME or file:PATH, or another method`,
    );
  const secret = readKey(place, own === undefined ? process.cwd() : dirname(file!));
  if (typeof secret === "string") throw new PipelineError(`column ${quote(column)}: key: ${secret}`);
  return secret;
}
