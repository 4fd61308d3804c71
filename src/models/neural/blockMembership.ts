/** Width × blocks: 1 where the column is in the block, else 0. */
export function blockMembership(sizes: readonly number[]): Float32Array {
  const width = sizes.reduce((a, b) => a + b, 0);
  const values = new Float32Array(width * sizes.length);
  let column = 0;
  sizes.forEach((size, block) => {
    for (let i = 0; i < size; i++, column++) values[column * sizes.length + block] = 1;
  });
  return values;
}
