/**
 * The environment in which onnxruntime is loaded. From 1.29 on it reports its use over the network and keeps an id of the device, on Linux and
 * macOS, unless this is set before it is loaded; the process then keeps to that.
 */
export const telemetryOff = { ORT_DISABLE_TELEMETRY: "1" } as const;

Object.assign(process.env, telemetryOff);
