import * as ort from "./onnxRuntime.ts";

export interface SessionOptions {
  /** Threads of one operator; 1 = all on the calling thread. */
  readonly threads: number;
}

/** Opens a model for the CPU. Threads that wait do not spin: the machine is the user's. */
export function openSession(model: Uint8Array, options: SessionOptions): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(model, {
    executionProviders: ["cpu"],
    intraOpNumThreads: options.threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  });
}

/** A float32 view for onnxruntime: no copy is made. */
export function floatTensor(values: Float32Array, shape: readonly number[]): ort.Tensor {
  return new ort.Tensor("float32", values, [...shape]);
}
