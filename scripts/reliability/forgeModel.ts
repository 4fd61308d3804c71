import { createHash } from "node:crypto";
import { strToU8, unzipSync, zipSync } from "fflate";
import { PbfReader, PbfWriter } from "pbf";
import {
  type ModelProto,
  readModelProto,
  writeModelProto,
} from "../../src/engine/onnx/onnxCodec.generated.js";
import type { Random } from "../../src/numerics/random.ts";
import { jsonForgeries } from "./forgeJson.ts";

/** A model file that is wrong by construction, its checksums right again. */
export interface Forgery {
  readonly what: string;
  readonly bytes: Uint8Array;
}

type Files = Record<string, Uint8Array>;
type Forger = (files: Files, random: Random) => string | undefined;

/** Forges `model`, the bytes of a good file, in one random way. */
export function forgeModel(model: Uint8Array, random: Random): Forgery {
  for (;;) {
    const { "manifest.json": manifest, ...files } = unzipSync(model);
    const forge = forgers[random.below(forgers.length)]!;
    const what = forge(files, random);
    if (what === undefined) continue;
    if (what.startsWith("zip:")) return forgeZip(what, manifest!, files);
    return { what, bytes: zip(files, sealed(manifest!, files)) };
  }
}

/** Forges `model` in one way: of its zip (`zip: …`), or of one of its networks. @throws Error when there is no such way */
export function forgeBy(wanted: string, model: Uint8Array, random: Random): Forgery {
  const { "manifest.json": manifest, ...files } = unzipSync(model);
  if (wanted.startsWith("zip:")) return forgeZip(wanted, manifest!, files);
  for (let i = 0; i < 500; i++) {
    const forged = { ...files };
    const what = forgeGraph(forged, random);
    if (what?.includes(wanted)) return { what, bytes: zip(forged, sealed(manifest!, forged)) };
  }
  throw new Error(`no network is forged by ${wanted}`);
}

const forgers: readonly Forger[] = [
  (files, random) => forgeJson(files, "table.json", random),
  (files, random) => forgeJson(files, "model.json", random),
  (files, random) => forgeJson(files, "model.json", random),
  (files, random) => forgeFloats(files, random),
  (files, random) => forgeFloats(files, random),
  (files, random) => forgeGraph(files, random),
  (files, random) => forgeGraph(files, random),
  (files, random) => {
    const name = pick(Object.keys(files), random);
    delete files[name];
    return `without ${name}`;
  },
  (files) => {
    files["parts/extra"] = new Uint8Array(64);
    return "a part more";
  },
  (_files, random) =>
    pick(
      [
        "zip: a part that is not listed",
        "zip: two hundred megabytes",
        "zip: another size",
        "zip: ../out",
        "zip: a model of no kind",
      ],
      random,
    ),
];

function forgeZip(what: string, manifest: Uint8Array, files: Files): Forgery {
  const seal = sealed(manifest, files);
  if (what.endsWith("another size")) {
    const entry = seal.parts["model.json"]!;
    seal.parts["model.json"] = { ...entry, bytes: entry.bytes + 1 };
    return { what, bytes: zip(files, seal) };
  }
  if (what.endsWith("no kind")) return { what, bytes: zip(files, { ...seal, model: "constructor" }) };
  if (what.endsWith("../out")) {
    const all = { ...files, "parts/../../out": new Uint8Array(4) };
    return { what, bytes: zip(all, sealed(manifest, all)) };
  }
  const extra = what.endsWith("megabytes") ? new Uint8Array(200e6) : new Uint8Array(1e6);
  const all = { ...files, "parts/zeros": extra };
  return { what, bytes: zip(all, what.endsWith("megabytes") ? sealed(manifest, all) : seal) };
}

function forgeJson(files: Files, name: string, random: Random): string {
  const { what, text } = jsonForgeries(new TextDecoder().decode(files[name]), random);
  files[name] = strToU8(text);
  return `${name}: ${what}`;
}

/** One number of a part of weights that is none, too many or too few of them. */
function forgeFloats(files: Files, random: Random): string | undefined {
  const names = Object.keys(files).filter((n) => n.startsWith("parts/") && !n.endsWith(".onnx"));
  if (names.length === 0) return undefined;
  const name = pick(names, random);
  const bytes = files[name]!;
  const how = pick(["NaN", "Infinity", "longer", "shorter"], random);
  if (how === "longer") files[name] = Uint8Array.from([...bytes, 0, 0, 128, 63]);
  else if (how === "shorter") files[name] = bytes.subarray(0, Math.max(0, bytes.length - 4));
  else {
    const copy = bytes.slice();
    new DataView(copy.buffer).setFloat32(4 * random.below(copy.length / 4), Number(how), true);
    files[name] = copy;
  }
  return `${name}: ${how}`;
}

const operators = ["Erf", "Loop", "If", "Expand", "RandomNormal", "Reshape"];

const graphForgers: Readonly<Record<string, (model: ModelProto, random: Random) => void>> = {
  "another operator"({ graph }, random) {
    pick(graph.node, random).op_type = pick(operators, random);
  },
  "an operator of another domain"({ graph }, random) {
    pick(graph.node, random).domain = "com.microsoft";
  },
  "a weight that is no number"({ graph }, random) {
    const tensor = pick(
      graph.initializer.filter((t) => t.data_type === 1),
      random,
    );
    tensor.raw_data = tensor.raw_data.slice();
    new DataView(tensor.raw_data.buffer).setFloat32(
      0,
      random.below(2) === 0 ? Number.NaN : Number.NEGATIVE_INFINITY,
      true,
    );
  },
  "another shape"({ graph }, random) {
    const tensor = pick(graph.initializer, random);
    tensor.dims = [...tensor.dims, 2];
  },
  "a weight missing"({ graph }, random) {
    graph.initializer.splice(random.below(graph.initializer.length), 1);
  },
  "a node twice"({ graph }, random) {
    graph.node.push(pick(graph.node, random));
  },
  "a circle"({ graph }) {
    graph.node[0]!.input[0] = graph.node.at(-1)!.output[0]!;
  },
  "another output"({ graph }) {
    graph.output[0]!.name = "elsewhere";
  },
  "another input"({ graph }) {
    graph.input[0]!.name = "elsewhere";
  },
  "another version"(model) {
    model.opset_import = [{ domain: "", version: 9 }];
  },
};

/** A network that is not one of ours. */
function forgeGraph(files: Files, random: Random): string | undefined {
  const name = Object.keys(files).find((n) => n.endsWith(".onnx"));
  if (name === undefined) return undefined;
  const bytes = files[name]!;
  const how = pick([...Object.keys(graphForgers), "external data", "noise"], random);
  if (how === "external data") files[name] = Uint8Array.from([...bytes, ...externalData(bytes)]);
  else if (how === "noise") files[name] = Uint8Array.from({ length: 500 }, () => random.below(256));
  else {
    const model = readModelProto(new PbfReader(bytes));
    graphForgers[how]!(model, random);
    const pbf = new PbfWriter();
    writeModelProto(model, pbf);
    files[name] = pbf.finish();
  }
  return `${name}: ${how}`;
}

/** A second graph, which protobuf merges with the first: a weight whose bytes lie in a file of the current folder. */
function externalData(model: Uint8Array): Uint8Array {
  const { name, dims } = readModelProto(new PbfReader(model)).graph.initializer[0]!;
  const pbf = new PbfWriter();
  pbf.writeMessage(
    7,
    (_: null, graph: PbfWriter) => {
      graph.writeMessage(
        5,
        (_none: null, tensor: PbfWriter) => {
          tensor.writePackedVarint(1, dims);
          tensor.writeVarintField(2, 1);
          tensor.writeStringField(8, name);
          tensor.writeMessage(
            13,
            (_nothing: null, entry: PbfWriter) => {
              entry.writeStringField(1, "location");
              entry.writeStringField(2, "weights.bin");
            },
            null,
          );
          tensor.writeVarintField(14, 1);
        },
        null,
      );
    },
    null,
  );
  return pbf.finish();
}

interface Sealed {
  readonly model?: string;
  readonly parts: Record<string, { bytes: number; sha256: string }>;
}

function sealed(manifest: Uint8Array, files: Files): Sealed {
  const parts = Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [
      name,
      { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") },
    ]),
  );
  return { ...(JSON.parse(new TextDecoder().decode(manifest)) as Sealed), parts };
}

function zip(files: Files, manifest: Sealed): Uint8Array {
  return zipSync({ "manifest.json": strToU8(JSON.stringify(manifest)), ...files }, { level: 1 });
}

export function pick<T>(from: readonly T[], random: Random): T {
  return from[random.below(from.length)]!;
}
