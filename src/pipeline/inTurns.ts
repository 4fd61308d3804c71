/**
 * `work` on every item, at most `jobs` at once, begun in order; the results in the order of the items. After a failure nothing new
 * is begun, and the first failure is thrown once all that was begun has ended.
 */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  jobs: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const failures: unknown[] = [];
  let next = 0;
  const turn = async (): Promise<void> => {
    while (next < items.length && failures.length === 0) {
      const index = next++;
      try {
        results[index] = await work(items[index]!);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, items.length) }, turn));
  if (failures.length > 0) throw failures[0];
  return results;
}
