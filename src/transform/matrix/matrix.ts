/**
 * The matrix a neural model sees, in two forms: dense (`width` columns, laid out by `spans`) and compact
 * (`EncodedRows`: one number per tanh span, one index per softmax span). Models keep the compact form and
 * expand batches as they need.
 */
export interface MatrixLayout {
  readonly width: number;
  readonly spans: readonly Span[];
  /** Number of tanh spans (columns of `alphas`) and of softmax spans (columns of `codes`). */
  readonly alphaCount: number;
  readonly codeCount: number;
}

export type Span =
  /** The scaled value within its mode, in [−1, 1]. */
  | {
      readonly kind: "tanh";
      readonly column: number;
      readonly offset: number;
      readonly size: 1;
      readonly index: number;
    }
  /** One-hot: mode of a continuous column, category of a discrete one, or missing (size 2: present, missing). */
  | {
      readonly kind: "softmax";
      readonly role: "mode" | "category" | "missing";
      /** Index of the column in the ModelTable. */
      readonly column: number;
      readonly offset: number;
      readonly size: number;
      /** Column of `codes`. */
      readonly index: number;
    };

export interface EncodedRows {
  readonly rows: number;
  /** rows × alphaCount, row-major. */
  readonly alphas: Float32Array;
  /** rows × codeCount, row-major; each 0 … size − 1 of its span. */
  readonly codes: Int32Array;
}
