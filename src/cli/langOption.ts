import { Option } from "commander";
import { reportLanguages } from "../language/language.ts";

/**
 * The language of what people read of a report. The system's language is not asked: the same command writes the same files on every
 * machine unless somebody says otherwise.
 */
export function langOption(): Option {
  return new Option("--lang <language>", "language of the report that people read; its JSON stays English")
    .choices([...reportLanguages])
    .env("SYNDATA_LANG");
}
