import { PbfWriter } from "pbf";
import { type GraphProto, writeModelProto } from "./onnxCodec.generated.js";

/** The bytes of an `.onnx` file (IR version 8, opset 17: readable by every ONNX Runtime since 1.12). */
export function encodeModel(graph: GraphProto): Uint8Array {
  const pbf = new PbfWriter();
  writeModelProto(
    { ir_version: 8, producer_name: "syndata", graph, opset_import: [{ domain: "", version: 17 }] },
    pbf,
  );
  return pbf.finish();
}
