import { NativeGraph, type ValueName } from "../../../engine/nativeGraph.ts";
import { type CircuitShape, tableRows } from "../circuitModel.ts";
import {
  type Smoothing,
  type TablePrior,
  tiny,
  varianceFloor,
  varianceOfRows,
  varianceRows,
} from "./prior.ts";

interface Upward {
  /** Scaled belief of each latent given its subtree, [B, K]. */
  readonly belief: ValueName[];
  /** Message of each latent to its parent, [B, K]; undefined for the root. */
  readonly message: (ValueName | undefined)[];
  readonly weighted: ValueName;
  readonly evidence: ValueName;
  readonly logLikelihood: ValueName;
}

/**
 * One expectation–maximization step on a batch of B rows as a graph.
 *
 * Up:   b_v = exp(Σ_j ln E_j[x_j] + Σ_c ln m_c − max),  m_v = b_v W_vᵀ,  Z = b_0·π
 * Down: g_0 = b_0 π / Z,  q = g_parent / m_v,  S_v = W_v ∘ qᵀ b_v,  g_v = b_v ∘ (q W_v),  S_j[x_j] += g_host
 * Then S ← S + rate (S_batch / B − S), and the parameters are the smoothed maximum given S.
 */
export function emStepGraph(
  shape: CircuitShape,
  priors: readonly TablePrior[],
  smoothing: Smoothing,
  rows: number,
): NativeGraph {
  const g = new NativeGraph();
  const up = upward(g, shape);
  g.output("logLikelihood", up.logLikelihood, ["B", 1]);
  const rate = g.input("rate", []);
  const perRow = g.input("perRow", []);
  const keep = g.sub(g.scalar(1), rate);
  const gain = g.mul(rate, perRow);
  const update = (name: string, dims: readonly number[], batch: ValueName): ValueName => {
    const next = g.add(g.mul(g.input(`${name}_in`, dims), keep), g.mul(batch, gain));
    g.output(name, next, dims);
    return next;
  };
  const k = shape.states;
  const tables = tableRows(shape);
  const posterior: ValueName[] = [];
  shape.hosted.forEach((_, v) => {
    let mass: ValueName;
    if (v === 0) {
      posterior[0] = g.div(up.weighted, up.evidence);
      mass = update("statRoot", [1, k], g.sum(posterior[0], 0));
      g.output(
        "root",
        g.div(
          g.add(mass, g.scalar(smoothing.transition / rows / k)),
          g.add(g.sum(mass, 1), g.scalar(smoothing.transition / rows)),
        ),
        [1, k],
      );
    } else {
      const w = `transition${v}`;
      const q = g.div(posterior[shape.parent[v]!]!, up.message[v]!);
      const pairs = g.mul(w, g.gemm(q, up.belief[v]!, { a: true }));
      posterior[v] = g.mul(up.belief[v]!, g.gemm(q, w));
      const stat = update(`statTransition${v}`, [k, k], pairs);
      mass = g.sum(stat, 0);
      const alpha = smoothing.transition / rows;
      g.output(
        `${w}_out`,
        g.div(
          g.add(stat, g.mul(g.div(mass, g.sum(mass, 1)), g.scalar(alpha))),
          g.add(g.sum(stat, 1), g.scalar(Math.max(alpha, tiny))),
        ),
        [k, k],
      );
    }
    const n = tables[v]!;
    const hot = g.input(`hot${v}`, ["B", n]);
    const stat = update(`statEmission${v}`, [n, k], g.gemm(hot, posterior[v]!, { a: true }));
    const table = maximizeTable(g, { stat, mass, rows }, priors[v]!);
    const logs = g.op("Log", [g.add(table, g.scalar(tiny))]);
    g.output(
      `logEmission${v}_out`,
      g.op("Concat", [logs, g.constant(new Float32Array(k), [1, k])], { axis: 0 }),
      [n + 1, k],
    );
  });
  return g;
}

/** Log likelihood of each row, the scaled beliefs and (with `down`) the posterior of every latent. */
export function queryGraph(shape: CircuitShape, want: "logLikelihood" | "belief" | "posterior"): NativeGraph {
  const g = new NativeGraph();
  const up = upward(g, shape);
  g.output("logLikelihood", up.logLikelihood, ["B", 1]);
  if (want === "logLikelihood") return g;
  if (want === "belief") {
    up.belief.forEach((b, v) => {
      g.output(`belief${v}`, b, ["B", shape.states]);
    });
    return g;
  }
  const posterior: ValueName[] = [];
  shape.hosted.forEach((_, v) => {
    posterior[v] =
      v === 0
        ? g.div(up.weighted, up.evidence)
        : g.mul(up.belief[v]!, g.gemm(g.div(posterior[shape.parent[v]!]!, up.message[v]!), `transition${v}`));
    g.output(`posterior${v}`, posterior[v]!, ["B", shape.states]);
  });
  return g;
}

function upward(g: NativeGraph, shape: CircuitShape): Upward {
  const k = shape.states;
  const tables = tableRows(shape);
  const latents = shape.parent.length;
  const root = g.input("root_in", [1, k]);
  const belief: ValueName[] = [];
  const message: (ValueName | undefined)[] = [];
  const logMessages: ValueName[][] = Array.from({ length: latents }, () => []);
  let scale: ValueName | undefined;
  for (let v = latents - 1; v >= 0; v--) {
    const table = g.input(`logEmission${v}`, [tables[v]! + 1, k]);
    const rows = g.op("Gather", [table, g.input(`index${v}`, ["B", shape.hosted[v]!.length], "int32")]);
    const terms = [g.sum(rows, 1, false), ...logMessages[v]!];
    const log = terms.length === 1 ? terms[0]! : g.op("Sum", terms);
    const max = g.max(log, 1);
    scale = scale === undefined ? max : g.add(scale, max);
    belief[v] = g.op("Exp", [g.sub(log, max)]);
    const p = shape.parent[v]!;
    if (p >= 0) {
      const w = g.input(`transition${v}`, [k, k]);
      message[v] = g.add(g.gemm(belief[v]!, w, { b: true }), g.scalar(tiny));
      logMessages[p]!.push(g.op("Log", [message[v]!]));
    }
  }
  const weighted = g.mul(belief[0]!, root);
  const evidence = g.add(g.sum(weighted, 1), g.scalar(tiny));
  const logLikelihood = g.add(g.op("Log", [evidence]), scale!);
  return { belief, message, weighted, evidence, logLikelihood };
}

/** Statistics of an emission table and the sum of each state; `rows`: training rows. */
interface TableStatistics {
  readonly stat: ValueName;
  readonly mass: ValueName;
  readonly rows: number;
}

/**
 * The smoothed maximum of an emission table: (S + c Q + f share) / (mass + c + f), where Q is the state's own normal
 * over the ordered tokens of the column (and S itself elsewhere), c and f being pseudo-rows over `rows`.
 */
function maximizeTable(g: NativeGraph, statistics: TableStatistics, prior: TablePrior): ValueName {
  const { stat, mass, rows } = statistics;
  const n = prior.share.length;
  const flat = prior.flat.map((f) => f / rows);
  const top = g.add(
    stat,
    g.constant(
      prior.share.map((share, t) => share * flat[t]!),
      [n, 1],
    ),
  );
  const bottom = g.add(
    mass,
    g.constant(
      flat.map((f) => Math.max(f, tiny)),
      [n, 1],
    ),
  );
  if (prior.groups === 0) return g.div(top, bottom);
  const strength = g.constant(
    prior.strength.map((c) => c / rows),
    [n, 1],
  );
  const shape = normalShape(g, statistics, prior);
  return g.div(g.add(top, g.mul(shape, strength)), g.add(bottom, strength));
}

function normalShape(g: NativeGraph, { stat, mass, rows }: TableStatistics, prior: TablePrior): ValueName {
  const n = prior.share.length;
  const groups = prior.groups;
  const ordered = prior.group.map((c) => (c < 0 ? 0 : 1));
  const membership = (weight: (t: number) => number): ValueName => {
    const m = new Float32Array(groups * n);
    for (let t = 0; t < n; t++) if (ordered[t]) m[prior.group[t]! * n + t] = weight(t);
    return g.constant(m, [groups, n]);
  };
  const one = membership(() => 1);
  const m0 = g.gemm(one, stat);
  const m1 = g.gemm(
    membership((t) => prior.score[t]!),
    stat,
  );
  const m2 = g.gemm(
    membership((t) => prior.score[t]! ** 2 + prior.spread[t]!),
    stat,
  );
  const mean = g.div(m1, g.add(m0, g.scalar(tiny)));
  const padding = varianceRows / rows;
  const variance = g.op("Max", [
    g.div(
      g.add(g.sub(m2, g.mul(m1, mean)), g.scalar(padding * varianceOfRows)),
      g.add(m0, g.scalar(padding)),
    ),
    g.scalar(varianceFloor),
  ]);
  const toToken = g.indices(prior.group.map((c) => Math.max(0, c)));
  const spread = (value: ValueName) => g.op("Gather", [value, toToken]);
  const distance = g.sub(g.constant(prior.score, [n, 1]), spread(mean));
  const exponent = g.mul(g.mul(distance, distance), spread(g.div(g.scalar(-0.5), variance)));
  const unscaled = g.op("Exp", [g.add(exponent, g.constant(prior.logWeight, [n, 1]))]);
  const total = g.add(g.gemm(one, unscaled), g.scalar(tiny));
  const safeMass = g.add(mass, g.scalar(tiny));
  const normal = g.mul(unscaled, spread(g.div(g.div(m0, safeMass), total)));
  const rest = g.mul(
    stat,
    g.constant(
      Float32Array.from(ordered, (o) => 1 - o),
      [n, 1],
    ),
  );
  return g.add(normal, g.div(rest, safeMass));
}
