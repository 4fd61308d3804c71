import type { Random } from "../../numerics/random.ts";

/** k-means++ seeding (Arthur and Vassilvitskii, 2007) and Lloyd iterations on sorted weighted points; ascending centers. */
export function kMeans(x: Float64Array, w: Float64Array, k: number, random: Random): Float64Array {
  const n = x.length;
  const distance = new Float64Array(n).fill(1);
  let centers: number[] = [];
  for (let c = 0; c < k; c++) {
    let total = 0;
    for (let i = 0; i < n; i++) total += w[i]! * distance[i]!;
    let u = random.uniform() * total;
    let chosen = n - 1;
    for (let i = 0; i < n; i++) {
      u -= w[i]! * distance[i]!;
      if (u < 0) {
        chosen = i;
        break;
      }
    }
    centers.push(x[chosen]!);
    for (let i = 0; i < n; i++) {
      const d = (x[i]! - x[chosen]!) ** 2;
      if (c === 0 || d < distance[i]!) distance[i] = d;
    }
  }
  centers.sort((p, q) => p - q);
  for (let iteration = 0; iteration < 30; iteration++) {
    const sums = new Float64Array(k);
    const weights = new Float64Array(k);
    for (let i = 0, c = 0; i < n; i++) {
      while (c + 1 < k && Math.abs(x[i]! - centers[c + 1]!) <= Math.abs(x[i]! - centers[c]!)) c++;
      sums[c]! += w[i]! * x[i]!;
      weights[c]! += w[i]!;
    }
    const next = centers.map((center, c) => (weights[c]! > 0 ? sums[c]! / weights[c]! : center));
    next.sort((p, q) => p - q);
    const moved = next.some((v, c) => v !== centers[c]);
    centers = next;
    if (!moved) break;
  }
  return Float64Array.from(centers);
}

/** Gives every point, in ascending order, wholly to its nearest center: n × k, by rows. */
export function hardAssignment(centers: Float64Array, x: Float64Array, k: number): Float64Array {
  const responsibility = new Float64Array(x.length * k);
  for (let i = 0, c = 0; i < x.length; i++) {
    while (c + 1 < k && Math.abs(x[i]! - centers[c + 1]!) <= Math.abs(x[i]! - centers[c]!)) c++;
    responsibility[i * k + c] = 1;
  }
  return responsibility;
}
