import { withDetermined } from "../../table/profile/determinedColumns.ts";
import { profileTable } from "../../table/profile/profileTable.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import { wholeProfile } from "../../table/profile/wholeProfile.ts";
import type { LoadedTable } from "../../table/read/read.ts";
import { withRepeatedKeys } from "../entities/repeatedKeys.ts";
import { detectPersonal } from "./detect/detectPersonal.ts";

/** Profiles a table and says which columns are personal, and which are keys of several rows. */
export function profilePersonal(loaded: LoadedTable): TableProfile {
  const profile = profileTable(loaded);
  const found = new Map(detectPersonal(loaded.table).map(({ column, ...finding }) => [column, finding]));
  return withRepeatedKeys(loaded.table, {
    ...profile,
    columns: profile.columns.map((column) => {
      const personal = found.get(column.name);
      return personal === undefined ? column : { ...column, personal };
    }),
  });
}

/** What a person is told of a table: that of all its rows, with what is personal and what other columns determine. */
export function describeTable(loaded: LoadedTable): TableProfile {
  return wholeProfile(withDetermined(profilePersonal(loaded), loaded.table), loaded);
}
