import { basename, dirname, join } from "node:path";

const data = /\.(csv|tsv|tab|parquet|xlsx|xlsm|json|ndjson|jsonl)(\.(gz|zst))?$/i;
const config = /\.synth\.json$/i;
const product = /\.mvp\.json$/i;
const provenance = /\.provenance\.json$/i;

/** Globs for `findFiles`; run folders keep a copy of their config, which is not one to run. */
export const configGlob = "**/*.synth.json";
export const productGlob = "**/*.mvp.json";
export const dataGlob =
  "**/*.{csv,tsv,tab,parquet,xlsx,xlsm,ndjson,jsonl,csv.gz,tsv.gz,ndjson.gz,csv.zst,tsv.zst,ndjson.zst}";
export const excludeGlob = "**/{node_modules,.syndata,.git}/**";

export function isConfigFile(path: string): boolean {
  return config.test(path) && !/[\\/]\.syndata[\\/]/.test(path);
}

export function isDataFile(path: string): boolean {
  return data.test(path) && !config.test(path) && !product.test(path) && !provenance.test(path);
}

export function isProductFile(path: string): boolean {
  return product.test(path) && !/[\\/]\.syndata[\\/]/.test(path);
}

/** `data/adult.csv.gz` → `adult` */
export function stem(path: string): string {
  return basename(path).replace(config, "").replace(data, "");
}

/** Where the config of a data file stands. */
export function configBeside(dataPath: string): string {
  return join(dirname(dataPath), `${stem(dataPath)}.synth.json`);
}

/** `customers`, `customers-2`, … : the first for which `taken` says no. */
export function freeName(name: string, taken: (name: string) => boolean): string {
  let free = name;
  for (let i = 2; taken(free); i++) free = `${name}-${i}`;
  return free;
}
