import type { ColumnProfile } from "../../table/profile/tableProfile.ts";
import { kOf } from "../../table/protection/kOf.ts";
import { type ColumnConfig, columnConfig, type SynthConfig } from "../schema.ts";
import {
  confident,
  exposureOf,
  type PersonalColumn,
  type PersonalType,
  personalTypes,
} from "./personalTypes.ts";

/**
 * What a column tells of persons and how that is replaced: as the config says, else as found with confidence. Null where it is
 * not personal. A found column that the config calls a target, or gives a pattern, stays what the config says.
 */
export function resolvePersonal(config: SynthConfig, profile: ColumnProfile): PersonalColumn | null {
  const given = columnConfig(config, profile.name) ?? {};
  const type = typeOf(config, given, profile);
  if (type === null) return null;
  const isSparse = type === "postcode" && given.type === undefined && isSparsePostcode(profile);
  return { type, replace: given.replace ?? (isSparse ? "invent" : personalTypes[type].replace) };
}

/** Postcodes of which too few rows share one to be fitted as categories: new ones of the forms of their cities are invented. */
export function isSparsePostcode({ personal, sdtype, cardinality, rows }: ColumnProfile): boolean {
  if (personal?.type !== "postcode" || personal.confidence < confident) return false;
  return sdtype === "id" || sdtype === "text" || cardinality * kOf(rows) > rows;
}

function typeOf(config: SynthConfig, given: ColumnConfig, profile: ColumnProfile): PersonalType | null {
  if (given.personal !== undefined) return given.personal === "none" ? null : given.personal;
  const { personal } = profile;
  if (personal === undefined) return null;
  if (given.replace !== undefined) return personal.type;
  if (given.pattern !== undefined || given.role === "target" || given.role === "drop") return null;
  if (config.report.target === profile.name) return null;
  const exposure = exposureOf(personal.type);
  if (exposure === "other") return null;
  if (personal.confidence < confident) return isPerhapsInvented(profile) ? personal.type : null;
  // ids that are different in every row are generated as ids are
  const isPlainId =
    profile.sdtype === "id" && (personal.type === "customerId" || personal.type === "deviceId");
  return isPlainId ? null : personal.type;
}

/** Whether a column that may name persons, but not surely, has its values invented unless the config says otherwise. */
export function isPerhapsInvented({ personal, sdtype }: ColumnProfile): boolean {
  return (
    personal !== undefined &&
    personal.confidence < confident &&
    sdtype !== "id" &&
    personalTypes[personal.type].replace === "invent"
  );
}
