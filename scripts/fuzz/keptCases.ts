/** Cases of `npm run fuzz` in which something was wrong once; `npm test` tries them again. */
export const keptCases: readonly number[] = [7, 12, 54, 69, 72, 151, 173, 273, 574, 618, 904, 1157, 1998];
