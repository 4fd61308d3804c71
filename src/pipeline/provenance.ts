import { basename } from "node:path";
import { guaranteeSentence, type PrivacyStatement } from "../config/privacy/statement.ts";
import { writeAtomically } from "../runFolder/writeAtomically.ts";
import { generator } from "./generator.ts";

/** What a synthetic table says of itself, in a file beside it. Nothing of the source but how many rows must share a value. */
export interface Provenance {
  readonly model: string;
  readonly modelFile: string;
  /** Of the model file, where rows were sampled from one. */
  readonly modelSha256?: string;
  readonly rows: number;
  /** `--share` or `output.share`: whose shares of one column are not those of the source. */
  readonly share?: string | undefined;
  /** Null where it must stay secret: under a guarantee. */
  readonly seed: number | null;
  /** Of a run: its config and the SHA-256 of what it says. */
  readonly config?: { readonly file: string; readonly sha256: string };
  /** The guarantee of differential privacy that the model was trained under. */
  readonly privacy?: PrivacyStatement | undefined;
  /** Rows of the source that had to share a value before it was kept; null where it is not known. */
  readonly minSharedRows: number | null;
}

export function provenancePath(output: string): string {
  return `${output}.provenance.json`;
}

/** Writes `OUTPUT.provenance.json`, or the file named. The same run gives the same bytes. */
export async function writeProvenance(
  output: string,
  made: Provenance,
  path: string = provenancePath(output),
): Promise<void> {
  const { model, modelFile, modelSha256, rows, seed, share, config, privacy, minSharedRows } = made;
  const content = {
    synthetic: true,
    table: basename(output),
    rows,
    generator,
    model: {
      type: model,
      file: basename(modelFile),
      ...(modelSha256 !== undefined && { sha256: modelSha256 }),
    },
    seed,
    ...(share !== undefined && { share }),
    ...(config !== undefined && { config: { file: basename(config.file), sha256: config.sha256 } }),
    guarantee: { differentialPrivacy: privacy === undefined ? null : stated(privacy), minSharedRows },
  };
  await writeAtomically(path, `${JSON.stringify(content, null, 2)}\n`);
}

function stated(privacy: PrivacyStatement): object {
  const { epsilon, delta, unit, maxRowsPerUnit } = privacy;
  return { epsilon, delta, unit, maxRowsPerUnit, sentence: `${guaranteeSentence(privacy)}.` };
}
