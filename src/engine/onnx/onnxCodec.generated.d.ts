import type { PbfReader, PbfWriter } from "pbf";

/** Types of the messages in onnx.proto; fields left out take their protobuf defaults. */
export interface AttributeProto {
  name: string;
  f?: number;
  i?: number;
  s?: Uint8Array;
  t?: TensorProto;
  g?: GraphProto;
  floats?: number[];
  ints?: number[];
  type: number;
}
export interface NodeProto {
  input: string[];
  output: string[];
  name?: string;
  op_type: string;
  attribute: AttributeProto[];
  domain?: string;
}
export interface TensorProto {
  dims: number[];
  data_type: number;
  name: string;
  raw_data: Uint8Array;
}
export interface ValueInfoProto {
  name: string;
  type: { tensor_type: { elem_type: number; shape: { dim: Dimension[] } } };
}
export interface Dimension {
  dim_value?: number;
  dim_param?: string;
}
export interface GraphProto {
  node: NodeProto[];
  name: string;
  initializer: TensorProto[];
  input: ValueInfoProto[];
  output: ValueInfoProto[];
}
export interface ModelProto {
  ir_version: number;
  producer_name: string;
  producer_version?: string;
  graph: GraphProto;
  opset_import: { domain: string; version: number }[];
}
export function writeModelProto(model: ModelProto, pbf: PbfWriter): void;
export function readModelProto(pbf: PbfReader, end?: number): ModelProto;
