/** A cell; row −1 is the line of names. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Extent {
  readonly rows: number;
  readonly columns: number;
  /** Rows on one screen. */
  readonly page: number;
}

type Move = (place: Place, extent: Extent) => Place;

const moves: ReadonlyMap<string, Move> = new Map<string, Move>([
  ["ArrowUp", ({ row, column }) => ({ row: row - 1, column })],
  ["ArrowDown", ({ row, column }) => ({ row: row + 1, column })],
  ["ArrowLeft", ({ row, column }) => ({ row, column: column - 1 })],
  ["ArrowRight", ({ row, column }) => ({ row, column: column + 1 })],
  ["Home", ({ row }) => ({ row, column: 0 })],
  ["End", ({ row }, { columns }) => ({ row, column: columns - 1 })],
  ["PageUp", ({ row, column }, { page }) => ({ row: row < 0 ? row : Math.max(0, row - page), column })],
  ["PageDown", ({ row, column }, { page }) => ({ row: row + page, column })],
  ["Control+Home", () => ({ row: 0, column: 0 })],
  ["Control+End", (_, { rows, columns }) => ({ row: rows - 1, column: columns - 1 })],
  ["Control+ArrowUp", ({ column }) => ({ row: 0, column })],
  ["Control+ArrowDown", ({ column }, { rows }) => ({ row: rows - 1, column })],
]);

/** Where a key leads, as in the grids of ARIA's authoring practices; undefined for other keys. */
export function moved(
  place: Place,
  extent: Extent,
  { key, control }: { readonly key: string; readonly control: boolean },
): Place | undefined {
  const move = moves.get(control ? `Control+${key}` : key);
  if (move === undefined) return undefined;
  const { row, column } = move(place, extent);
  return {
    row: Math.max(-1, Math.min(row, extent.rows - 1)),
    column: Math.max(0, Math.min(column, extent.columns - 1)),
  };
}
