import { own } from "../jsonc/own.ts";
import "../config/jitless.ts";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { z } from "zod";
import { UserError } from "../table/userError.ts";

const days = (fallback: number) => z.coerce.number().min(0).default(fallback);
const list = z
  .string()
  .default("")
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ""));
const flag = z
  .enum(["true", "false", "1", "0", ""])
  .default("false")
  .transform((text) => text === "true" || text === "1");

/** Settings of `syndata serve`, each an environment variable `SYNDATA_NAME` or, with `_FILE` behind it, the path of a file that holds it. */
const settingsSchema = z.strictObject({
  HOST: z
    .string()
    .min(1)
    .default("127.0.0.1")
    .meta({ description: "Address to listen on. Any but a loopback address needs keys." }),
  PORT: z.coerce.number().int().min(0).max(65535).default(8787).meta({
    description: "Port; 0 takes a free one. `PORT` alone is read too, as hosting platforms set it.",
  }),
  DATA: z
    .string()
    .min(1)
    .default(".syndata-service")
    .meta({ description: "Folder for uploads, jobs, models and results." }),
  STORE: z
    .string()
    .regex(
      /^(folder|s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[\w./-]*)?)$/,
      "must be folder, or s3://BUCKET/PREFIX",
    )
    .default("folder")
    .meta({
      description:
        "`folder`, or s3://BUCKET/PREFIX: then the bytes of uploads, models and results lie in that bucket, and records alone in the data folder.",
    }),
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description: "Address of an S3 store that is not Amazon's, such as https://minio.example.org.",
    }),
  S3_REGION: z.string().min(1).default("us-east-1").meta({ description: "Region of the bucket." }),
  S3_KEY: z.string().min(1).optional().meta({
    description:
      "Access key of the bucket; left out with S3_SECRET: what the machine's role or AWS_ variables give.",
  }),
  S3_SECRET: z.string().min(1).optional().meta({ description: "Secret of that access key." }),
  PRODUCT: z.string().min(1).optional().meta({
    description:
      "A `*.mvp.json` whose board every signed-in caller sees as a page of the dashboard, with the gates of the newest reports beside it.",
  }),
  QUEUE: z.string().min(1).default("embedded").meta({
    description:
      "`embedded`, or redis://HOST:PORT, rediss:// or postgres://HOST/DATABASE: then `syndata work` does the jobs, on as many machines as wanted.",
  }),
  QUEUE_LOCK_SECONDS: z.coerce
    .number()
    .min(2)
    .max(3600)
    .default(60)
    .meta({ description: "Seconds of silence after which a worker's job goes to another one." }),
  PEPPER: z.string().min(16).optional().meta({
    description:
      "Secret mixed into the hashes of keys; a random one is kept in the data folder when left out.",
  }),
  CORS_ORIGINS: list.meta({
    description: "Origins whose pages may call the API, exact, separated by commas; none when left out.",
  }),
  HOSTS: list.meta({
    description:
      "Host names the server answers under, separated by commas; with a loopback address, localhost only.",
  }),
  TRUST_PROXY: flag.meta({
    description: "`true` where a proxy ends TLS and sets X-Forwarded-For and X-Forwarded-Proto.",
  }),
  MAX_UPLOAD: z.coerce
    .number()
    .int()
    .min(1)
    .default(5_368_709_120)
    .meta({ description: "Bytes of one upload at most." }),
  MAX_UNPACKED: z.coerce
    .number()
    .int()
    .min(1)
    .default(21_474_836_480)
    .meta({ description: "Bytes of one upload at most after decompression." }),
  MAX_ROWS: z.coerce
    .number()
    .int()
    .min(1)
    .default(10_000_000)
    .meta({ description: "Rows of one job at most." }),
  MAX_COLUMNS: z.coerce
    .number()
    .int()
    .min(1)
    .default(2000)
    .meta({ description: "Columns of an uploaded table at most." }),
  MAX_JOB_MINUTES: z.coerce
    .number()
    .min(0.01)
    .default(720)
    .meta({ description: "Minutes that one attempt of a job may take." }),
  MAX_QUEUED: z.coerce
    .number()
    .int()
    .min(1)
    .default(20)
    .meta({ description: "Jobs of one tenant that may wait." }),
  MAX_RUNNING: z.coerce
    .number()
    .int()
    .min(1)
    .default(2)
    .meta({ description: "Jobs of one tenant that may run at once." }),
  QUOTA_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .default(53_687_091_200)
    .meta({ description: "Bytes of uploads, results and models that one tenant may keep." }),
  MIN_FREE_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(1_073_741_824)
    .meta({ description: "Uploads are refused when fewer bytes are free on the disk." }),
  RETAIN_UPLOADS: days(7).meta({ description: "Days after which an upload is deleted; 0 keeps it." }),
  RETAIN_OUTPUTS: days(30).meta({
    description: "Days after its end that a job and its results are deleted; 0 keeps them.",
  }),
  CONCURRENCY: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(Math.max(1, Math.floor(availableParallelism() / 2)))
    .meta({ description: "Jobs that train at once; half of the cores when left out." }),
  THREADS: z.coerce
    .number()
    .int()
    .min(1)
    .max(256)
    .optional()
    .meta({ description: "Threads of one job; the cores are shared evenly when left out." }),
  MEMORY: z.coerce
    .number()
    .int()
    .min(256)
    .optional()
    .meta({ description: "Megabytes of JavaScript memory of one job; Node's own bound when left out." }),
  LOG_LEVEL: z
    .enum(["silent", "error", "warn", "info", "debug"])
    .default("info")
    .meta({ description: "What is logged on standard output, a JSON object a line." }),
  ENV: z
    .enum(["development", "production"])
    .default("development")
    .meta({ description: "`production` refuses defaults that are meant for one person's machine." }),
});

export type Settings = z.output<typeof settingsSchema>;

const secretNames: readonly string[] = ["PEPPER", "QUEUE", "S3_KEY", "S3_SECRET"];

/** Reads the settings of an environment. @throws UserError that lists every fault */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const raw: Record<string, string> = {};
  const faults: string[] = [];
  const known = Object.keys(settingsSchema.shape);
  for (const name of known) {
    const plain = own(env, `SYNDATA_${name}`);
    const file = own(env, `SYNDATA_${name}_FILE`);
    if (plain !== undefined && file !== undefined)
      faults.push(`SYNDATA_${name} and SYNDATA_${name}_FILE are both set; keep one`);
    // an empty value is one left out, as compose files pass on what is not set
    if (plain !== undefined) {
      if (plain !== "") raw[name] = plain;
    } else if (file !== undefined) {
      try {
        raw[name] = readFileSync(file, "utf8").trim();
      } catch (error) {
        faults.push(`SYNDATA_${name}_FILE: cannot read ${file} (${(error as NodeJS.ErrnoException).code})`);
      }
    }
  }
  if (raw["PORT"] === undefined && env["PORT"]) raw["PORT"] = env["PORT"];
  const parsed = settingsSchema.safeParse(raw);
  if (!parsed.success)
    faults.push(
      ...parsed.error.issues.map(({ path, message }) => `SYNDATA_${path.map(String).join(".")}: ${message}`),
    );
  else if (parsed.data.CORS_ORIGINS.includes("*"))
    faults.push(
      "SYNDATA_CORS_ORIGINS: name exact origins (https://example.org); * would open the API to every page",
    );
  else if (parsed.data.ENV === "production" && parsed.data.PEPPER === undefined)
    faults.push(
      "SYNDATA_PEPPER: production needs a secret of at least 16 characters, best given by SYNDATA_PEPPER_FILE",
    );
  else if ((parsed.data.S3_KEY === undefined) !== (parsed.data.S3_SECRET === undefined))
    faults.push("SYNDATA_S3_KEY and SYNDATA_S3_SECRET go together: set both, or neither");
  if (faults.length > 0 || !parsed.success) throw new UserError(faults.join("\n"));
  return parsed.data;
}

/** The settings as they are in effect, for a person; secrets are not shown. */
export function settingLines(settings: Settings): string[] {
  return Object.entries(settings).map(([name, value]) => {
    const shown =
      secretNames.includes(name) && value !== undefined && value !== "embedded"
        ? "(set)"
        : Array.isArray(value)
          ? value.join(",")
          : String(value);
    return `SYNDATA_${name}=${shown}`;
  });
}

/** Rows of the table of settings in docs/service.md: name, default, meaning. */
export function settingRows(): {
  readonly name: string;
  readonly fallback: string;
  readonly description: string;
}[] {
  return Object.entries(settingsSchema.shape).map(([name, schema]) => {
    const found = name === "CONCURRENCY" ? { success: false as const } : schema.safeParse(undefined);
    const value: unknown = found.success ? found.data : undefined;
    const fallback = value === undefined || (Array.isArray(value) && value.length === 0) ? "" : String(value);
    return { name: `SYNDATA_${name}`, fallback, description: schema.meta()?.description ?? "" };
  });
}
