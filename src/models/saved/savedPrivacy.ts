import { z } from "zod";
import type { DomainColumn } from "../../config/privacy/domain.ts";
import type { PrivacyStatement } from "../../config/privacy/statement.ts";
import { DamagedPart } from "./damagedPart.ts";
import { readSaved, version } from "./savedJson.ts";

/** What a model of a private run keeps beside itself: the guarantee, and all that was ever released of the source. */
export interface SavedPrivacy {
  readonly statement: PrivacyStatement;
  /** Cells of the noisy tables one after the other, as `statement.tables` lists them. */
  readonly noisy: Int32Array;
}

export const statementPart = "privacy.json";
export const noisyPart = "noisy.bin";

const size = z.int().min(1).max(1_000_000);
export const domainColumnSchema: z.ZodType<DomainColumn> = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("values"),
    name: z.string(),
    values: z.array(z.string()).readonly(),
    output: z.enum(["string", "number"]),
    size,
    missing: z.boolean(),
  }),
  z.strictObject({
    kind: z.literal("bins"),
    name: z.string(),
    sdtype: z.enum(["numerical", "datetime"]),
    min: z.number(),
    max: z.number(),
    edges: z.array(z.number()).readonly(),
    decimals: z.int().nullable(),
    dateFormat: z.string().nullable(),
    size,
    missing: z.boolean(),
  }),
]);

const whole = z.int().min(1);
const statementSchema = z.strictObject({
  version: version(1),
  epsilon: z.number().gt(0),
  delta: z.number().gt(0),
  rho: z.number().gt(0),
  unit: z.string(),
  maxRowsPerUnit: whole,
  domainFrom: z.enum(["declared", "private"]),
  domainCost: z.strictObject({ rho: z.number().gt(0), delta: z.number().gt(0) }).optional(),
  domain: z.array(domainColumnSchema).readonly(),
  tables: z
    .array(
      z.strictObject({
        columns: z.union([z.tuple([z.int()]), z.tuple([z.int(), z.int()])]).readonly(),
        cells: whole,
        variance: z.strictObject({ numerator: whole, denominator: whole }),
      }),
    )
    .readonly(),
  rows: z.number().min(1),
});

/** Little-endian int32. */
export function writeCounts(noisy: Int32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(noisy.length * 4));
  noisy.forEach((count, i) => {
    view.setInt32(i * 4, count, true);
  });
  return new Uint8Array(view.buffer);
}

function readCounts(bytes: Uint8Array): Int32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Int32Array.from({ length: bytes.byteLength >> 2 }, (_, i) => view.getInt32(i * 4, true));
}

/** @throws DamagedPart when the parts are not those of a guarantee */
export function readPrivacy(json: unknown, bytes: Uint8Array): SavedPrivacy {
  const statement: PrivacyStatement = readSaved(statementSchema, json, statementPart);
  const cells = statement.tables.reduce((sum, table) => sum + table.cells, 0);
  if (bytes.byteLength !== cells * 4) throw new DamagedPart(noisyPart, `it does not hold ${cells} counts`);
  return { statement, noisy: readCounts(bytes) };
}
