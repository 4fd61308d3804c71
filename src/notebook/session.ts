import { learningOptions } from "../config/readOptions.ts";
import type { SynthConfig } from "../config/schema.ts";
import { keyMark } from "../pipeline/source/keyMark.ts";
import { fileFingerprint } from "../table/fingerprint.ts";
import type { TableProfile } from "../table/profile/tableProfile.ts";
import { type LoadedTable, readTable } from "../table/read/read.ts";
import { profilePersonal } from "../transform/personal/profilePersonal.ts";
import { OpenResults } from "./sqlResults.ts";
import { sourceKey } from "./stepKey.ts";

export interface SourceTable {
  /** Of the file and of the keys of its pseudonyms. */
  readonly fingerprint: string;
  readonly loaded: LoadedTable;
  readonly profile: TableProfile;
}

/** What the child process keeps in memory from one notebook job to the next. Nothing of it is written anywhere. */
export class NotebookSession {
  readonly results = new OpenResults();
  #key: string | undefined;
  #source: SourceTable | undefined;

  /**
   * The source table; read again only when the file or how it is read has changed. `folder` is where the files of its keys are
   * named from. @throws DataError
   */
  async source(config: SynthConfig, path: string, folder: string): Promise<SourceTable> {
    const mark = keyMark(config, folder, "notebook");
    const fingerprint = (await fileFingerprint(path)) + (mark === null ? "" : `-${mark}`);
    const key = `${path}\0${sourceKey(config, fingerprint)}`;
    if (this.#source !== undefined && this.#key === key) return this.#source;
    const loaded = await readTable(path, learningOptions(config.source, config.columns, config.seed));
    this.#source = { fingerprint, loaded, profile: profilePersonal(loaded) };
    this.#key = key;
    return this.#source;
  }
}
