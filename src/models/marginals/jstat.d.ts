/** The few functions of jstat used here. */
declare module "jstat" {
  const jStat: {
    /** Regularized incomplete beta function I_x(a, b); false outside [0, 1]. */
    ibeta(x: number, a: number, b: number): number | false;
    /** Regularized lower incomplete gamma function P(a, x). */
    lowRegGamma(a: number, x: number): number;
    /** ln Γ(x) */
    gammaln(x: number): number;
  };
  export = jStat;
}
