import type { GridFile } from "../../grid/gridFile.ts";
import { UserError } from "../../table/userError.ts";

/** Tables that this process shows, by a name their asker gave them. */
const open = new Map<string, GridFile>();

export function keepGrid(name: string, grid: GridFile): void {
  void open.get(name)?.close();
  open.set(name, grid);
}

/** @throws UserError when it was closed */
export function gridOf(name: string): GridFile {
  const grid = open.get(name);
  if (grid === undefined) throw new UserError("the table was closed: open it again");
  return grid;
}

/** Closes a table; one that another has replaced under its name leaves that one open. */
export function dropGrid(name: string, grid: GridFile): void {
  void grid.close();
  if (open.get(name) === grid) open.delete(name);
}
