/** Sorts `order[0 … n − 1]` ascending by `key` in place; insertion sort below 32, else through typed arrays. Ties keep the smaller index first. */
export function sortByKey(order: Int32Array, n: number, key: Float64Array): void {
  if (n > 32) {
    order.subarray(0, n).sort((a, b) => key[a]! - key[b]! || a - b);
    return;
  }
  for (let i = 1; i < n; i++) {
    const item = order[i]!;
    const k = key[item]!;
    let j = i - 1;
    while (j >= 0 && key[order[j]!]! > k) {
      order[j + 1] = order[j]!;
      j--;
    }
    order[j + 1] = item;
  }
}

/** Eight words with the bits of `order[from … to − 1]` set. */
export function binSet(order: Int32Array, from: number, to: number): Uint32Array {
  const words = new Uint32Array(8);
  for (let i = from; i < to; i++) words[order[i]! >> 5]! |= 1 << (order[i]! & 31);
  return words;
}
