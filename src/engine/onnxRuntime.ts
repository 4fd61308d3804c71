import "./telemetryOff.ts";
import * as ort from "onnxruntime-node";

// the only place that loads onnxruntime, so that its telemetry is switched off first

export const InferenceSession = ort.InferenceSession;
export type InferenceSession = ort.InferenceSession;

export const Tensor = ort.Tensor;
export type Tensor = ort.Tensor;
