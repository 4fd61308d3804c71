import { profileTable } from "../../table/profile/profileTable.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import type { LoadedTable } from "../../table/read/read.ts";
import { detectPersonal } from "./detect/detectPersonal.ts";

/** Profiles a table and says which columns are personal. */
export function profilePersonal(loaded: LoadedTable): TableProfile {
  const profile = profileTable(loaded);
  const found = new Map(detectPersonal(loaded.table).map(({ column, ...finding }) => [column, finding]));
  return {
    ...profile,
    columns: profile.columns.map((column) => {
      const personal = found.get(column.name);
      return personal === undefined ? column : { ...column, personal };
    }),
  };
}
