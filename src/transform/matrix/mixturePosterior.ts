import { digamma, logGamma } from "../../numerics/gamma.ts";

export interface MixtureData {
  /** Standardized means of the groups of rows, ascending. */
  readonly x: Float64Array;
  /** Variance within each group, in the same units. */
  readonly spread: Float64Array;
  /** Rows in each group. */
  readonly w: Float64Array;
  /** Prior variance of a component. */
  readonly variance: number;
  /** γ of the Dirichlet process. */
  readonly concentration: number;
}

/** The variational posterior of `fitBayesianMixture`: k components and the responsibilities of n groups of rows. */
export class MixturePosterior {
  readonly n: number;
  /** Rows per component. */
  readonly counts: Float64Array;
  readonly means: Float64Array;
  readonly variances: Float64Array;
  /** Beta(a, b) of each stick. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly constant: Float64Array;
  readonly halfPrecision: Float64Array;
  readonly scratch: Float64Array;
  readonly data: MixtureData;
  readonly responsibility: Float64Array;
  readonly k: number;

  /** @param responsibility n × k, by rows */
  constructor(data: MixtureData, responsibility: Float64Array, k: number) {
    this.data = data;
    this.responsibility = responsibility;
    this.k = k;
    this.n = data.x.length;
    this.counts = new Float64Array(k);
    this.means = new Float64Array(k);
    this.variances = new Float64Array(k);
    this.a = new Float64Array(k);
    this.b = new Float64Array(k);
    this.constant = new Float64Array(k);
    this.halfPrecision = new Float64Array(k);
    this.scratch = new Float64Array(k);
  }

  /** M-step: the posterior of every component given the responsibilities (PRML 10.51–10.53, 10.58–10.63). */
  maximize(): void {
    const { n, k, counts, means, variances, a, b, responsibility } = this;
    const { x, spread, w, variance, concentration } = this.data;
    counts.fill(0);
    means.fill(0);
    variances.fill(0);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < k; j++) {
        const r = w[i]! * responsibility[i * k + j]!;
        counts[j]! += r;
        means[j]! += r * x[i]!;
      }
    for (let j = 0; j < k; j++) means[j]! /= counts[j]! + 1e-15;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < k; j++) {
        const d = x[i]! - means[j]!;
        variances[j]! += w[i]! * responsibility[i * k + j]! * (d * d + spread[i]!);
      }
    let beyond = 0;
    for (let j = k - 1; j >= 0; j--) {
      const c = counts[j]!;
      a[j] = 1 + c;
      b[j] = concentration + beyond;
      beyond += c;
      variances[j] = (variance + variances[j]! + (c / (1 + c)) * means[j]! ** 2) / (1 + c) + 1e-12;
      means[j]! *= c / (1 + c);
    }
  }

  /** E-step: the responsibilities given the posteriors (PRML 10.46–10.49, 10.64–10.66). Returns their weighted entropy. */
  expect(): number {
    this.#componentTerms();
    const { n, k, means, constant, halfPrecision, scratch, responsibility } = this;
    const { x, spread, w } = this.data;
    let entropy = 0;
    for (let i = 0; i < n; i++) {
      let top = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < k; j++) {
        const d = x[i]! - means[j]!;
        const l = constant[j]! - halfPrecision[j]! * (d * d + spread[i]!);
        scratch[j] = l;
        if (l > top) top = l;
      }
      let sum = 0;
      let moment = 0;
      for (let j = 0; j < k; j++) {
        const l = scratch[j]! - top;
        const e = l < -700 ? 0 : Math.exp(l);
        responsibility[i * k + j] = e;
        sum += e;
        moment += e * l;
      }
      for (let j = 0; j < k; j++) responsibility[i * k + j]! /= sum;
      entropy += w[i]! * (Math.log(sum) - moment / sum);
    }
    return entropy;
  }

  /** Returns the part of the bound that depends on the posteriors' normalizers, after `maximize`. */
  priorTerms(): number {
    const { k, counts, variances, a, b } = this;
    let terms = 0;
    for (let j = 0; j < k; j++) {
      const dof = 1 + counts[j]!;
      terms += 0.5 * dof * (Math.LN2 - Math.log(variances[j]! * dof)) + logGamma(dof / 2);
      terms += logGamma(a[j]!) + logGamma(b[j]!) - logGamma(a[j]! + b[j]!);
      terms -= 0.5 * Math.log(1 + counts[j]!);
    }
    return terms;
  }

  #componentTerms(): void {
    const { k, counts, variances, a, b, constant, halfPrecision } = this;
    let passed = 0;
    for (let j = 0; j < k; j++) {
      const both = digamma(a[j]! + b[j]!);
      const logWeight = digamma(a[j]!) - both + passed;
      passed += digamma(b[j]!) - both;
      const dof = 1 + counts[j]!;
      const logLambda = Math.LN2 + digamma(dof / 2) - Math.log(dof);
      constant[j] =
        logWeight + 0.5 * (logLambda - 1 / (1 + counts[j]!) - Math.log(2 * Math.PI * variances[j]!));
      halfPrecision[j] = 0.5 / variances[j]!;
    }
  }
}
