import { ServiceProblem } from "../problem.ts";

const endings = /\.(csv|tsv|tab|txt|parquet|json|ndjson|jsonl|xlsx|xlsm)$/i;

const endingOfType: Readonly<Record<string, string>> = {
  "text/csv": ".csv",
  "text/tab-separated-values": ".tsv",
  "application/x-ndjson": ".ndjson",
  "application/vnd.apache.parquet": ".parquet",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
  "application/json": ".json",
};

/** Names that mean a device on some system. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * The name an upload goes by: letters, digits, `-` and `_` of the name the client gave, and the ending that says how it is read. It is
 * never a path: of `../../etc/passwd.csv` remains `passwd.csv`.
 * @throws ServiceProblem unknown-format
 */
export function uploadName(given: string | undefined, type: string | undefined): string {
  const last = (given ?? "").split(/[/\\]/).at(-1) ?? "";
  const packed = /\.gz$/i.test(last) ? ".gz" : "";
  if (/\.zst$/i.test(last))
    throw new ServiceProblem(
      "unknown-format",
      "files packed with Zstandard are not taken over HTTP; unpack it, or pack it with gzip",
    );
  const plain = packed === "" ? last : last.slice(0, -3);
  const plainType = type?.split(";")[0]?.trim().toLowerCase() ?? "";
  const ending = endings.exec(plain)?.[0].toLowerCase() ?? endingOfType[plainType];
  if (ending === undefined)
    throw new ServiceProblem(
      "unknown-format",
      "say what it is by the ending of X-Filename or by Content-Type: .csv, .tsv, .txt, .parquet, .xlsx, .json, .ndjson or .jsonl; text formats may end in .gz",
    );
  const stem = plain
    .replace(endings, "")
    .normalize("NFC")
    .replace(/[^\p{L}\p{N}_-]+/gu, "-")
    .replace(/^[-_]+|[-_]+$/g, "")
    .slice(0, 60);
  const safe = stem === "" || devices.test(stem) || Buffer.byteLength(stem) > 180 ? "table" : stem;
  return `${safe}${ending}${packed}`;
}
