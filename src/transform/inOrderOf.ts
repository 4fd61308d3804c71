/**
 * The items so that each comes after those of its names in `after`; otherwise in their own order. Names that are not there
 * are passed over. @throws RangeError when items wait for each other in a circle
 */
export function inOrderOf<Item extends { readonly name: string }>(
  items: readonly Item[],
  after: (item: Item) => readonly string[],
): Item[] {
  const byName = new Map(items.map((item) => [item.name, item]));
  const done = new Set<string>();
  const waiting = new Set<string>();
  const ordered: Item[] = [];
  const visit = (item: Item): void => {
    if (done.has(item.name)) return;
    if (waiting.has(item.name)) throw new RangeError(`${item.name} depends on itself`);
    waiting.add(item.name);
    for (const name of after(item)) {
      const other = byName.get(name);
      if (other !== undefined) visit(other);
    }
    waiting.delete(item.name);
    done.add(item.name);
    ordered.push(item);
  };
  for (const item of items) visit(item);
  return ordered;
}

/** Whether `name` is `other`, or waits for it directly or through others. */
export function waitsFor(name: string, other: string, after: (name: string) => readonly string[]): boolean {
  return name === other || after(name).some((one) => waitsFor(one, other, after));
}
