import { createHash } from "node:crypto";
import { unzipSync } from "fflate";
import { z } from "zod";
import { own } from "../../jsonc/own.ts";
import { DamagedPart } from "./damagedPart.ts";

export const manifestName = "manifest.json";

const manifestSchema = z.object({
  format: z.literal("synthmodel"),
  version: z.number(),
  model: z.string(),
  generator: z.string(),
  created: z.string(),
  parts: z.record(
    z.string().regex(/^(table\.json|model\.json|privacy\.json|noisy\.bin|parts\/[\w.-]+)$/),
    z.strictObject({ bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  ),
});

export type Manifest = z.output<typeof manifestSchema>;

const maxManifestBytes = 16 * 2 ** 20;
/** What parts may unpack to: this much, or so many times the size of the file; weights hardly shrink. */
const freeBytes = 64 * 2 ** 20;
const maxGrowth = 20;

/** Reads the manifest alone; undefined when there is none. */
export function unzipManifest(bytes: Uint8Array): Uint8Array | undefined {
  return unzip(bytes, (name, size) => {
    if (name !== manifestName) return false;
    if (size > maxManifestBytes) throw new DamagedPart(manifestName, "it is too large");
    return true;
  }).get(manifestName);
}

/** @returns undefined when it is not the manifest of a model file */
export function readManifest(json: unknown): Manifest | undefined {
  const parsed = manifestSchema.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}

/**
 * Unpacks the parts the manifest lists, each of the size and SHA-256 that it states.
 * @throws DamagedPart naming a part that is missing, different, listed nowhere, or too large for a file of this size
 */
export function unzipParts(bytes: Uint8Array, manifest: Manifest): ReadonlyMap<string, Uint8Array> {
  let room = Math.max(freeBytes, maxGrowth * bytes.length);
  const seen = new Set<string>();
  const files = unzip(bytes, (name, size) => {
    if (seen.has(name)) throw new DamagedPart(name, "it occurs twice in the file");
    seen.add(name);
    if (name === manifestName) return false;
    const stated = own(manifest.parts, name);
    if (stated === undefined) throw new DamagedPart(name, "the manifest does not list it");
    if (size !== stated.bytes) throw new DamagedPart(name, "it has another size than the manifest states");
    room -= size;
    if (room < 0)
      throw new DamagedPart(name, `it unpacks to more than ${maxGrowth} times the size of the file`);
    return true;
  });
  for (const [name, { sha256 }] of Object.entries(manifest.parts)) {
    const part = files.get(name);
    if (part === undefined) throw new DamagedPart(name, "it is missing");
    if (createHash("sha256").update(part).digest("hex") !== sha256)
      throw new DamagedPart(name, "its content has changed");
  }
  return files;
}

function unzip(bytes: Uint8Array, wanted: (name: string, size: number) => boolean): Map<string, Uint8Array> {
  const files = unzipSync(bytes, { filter: ({ name, originalSize }) => wanted(name, originalSize) });
  return new Map(Object.entries(files));
}
