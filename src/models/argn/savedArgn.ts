import { type JsonValue, type ModelColumn, ModelError } from "../../transform/modelTable.ts";
import { readBook, type SavedBook, saveBook } from "../circuit/savedCircuit.ts";
import type { ModelState } from "../synthesizer.ts";
import type { ArgnShape, ArgnWeights } from "./network.ts";
import { type Vocabulary, vocabularyOf } from "./vocabulary.ts";

/** Everything a fitted network consists of. */
export interface ArgnContents {
  readonly vocabulary: Vocabulary;
  readonly weights: ArgnWeights;
  /** The order of the columns in which rows are drawn and likelihoods summed. */
  readonly order: readonly number[];
  /** Trained on random orders, so that any columns can be given. */
  readonly anyOrder: boolean;
}

interface SavedArgn {
  readonly version: 1;
  readonly columns: readonly ModelColumn[];
  readonly books: readonly SavedBook[];
  readonly shape: ArgnShape;
  readonly order: readonly number[];
  readonly anyOrder: boolean;
}

/** Little-endian float32 parts: `embedding`, `entryBias`, `block<i>.weight`, `block<i>.bias`, `head`, `headBias`. */
export function saveArgn({ vocabulary, weights, order, anyOrder }: ArgnContents): ModelState {
  const json: SavedArgn = {
    version: 1,
    columns: vocabulary.books.map((b) => b.column),
    books: vocabulary.books.map(saveBook),
    shape: weights.shape,
    order,
    anyOrder,
  };
  const parts = new Map<string, Uint8Array>([
    ["embedding", bytes(weights.embedding)],
    ["entryBias", bytes(weights.entryBias)],
    ["head", bytes(weights.head)],
    ["headBias", bytes(weights.headBias)],
  ]);
  weights.blocks.forEach(({ weight, bias }, i) => {
    parts.set(`block${i}.weight`, bytes(weight));
    parts.set(`block${i}.bias`, bytes(bias));
  });
  return { json: json as unknown as JsonValue, parts };
}

/** @throws ModelError when the state is not an ARGN's or is damaged */
export function readArgn(state: ModelState): ArgnContents {
  const saved = state.json as unknown as SavedArgn;
  if (saved?.version !== 1 || !Array.isArray(saved.books) || !Array.isArray(saved.order))
    throw new ModelError("this is not a saved ARGN of a version this program reads");
  const vocabulary = vocabularyOf(saved.columns.map((column, j) => readBook(column, saved.books[j]!)));
  const { shape } = saved;
  const part = (name: string, length: number) => floats(state.parts.get(name), name, length);
  return {
    vocabulary,
    order: saved.order,
    anyOrder: saved.anyOrder,
    weights: {
      shape,
      embedding: part("embedding", vocabulary.width * shape.width),
      entryBias: part("entryBias", shape.width),
      blocks: Array.from({ length: shape.blocks }, (_, i) => ({
        weight: part(`block${i}.weight`, shape.width ** 2),
        bias: part(`block${i}.bias`, shape.width),
      })),
      head: part("head", vocabulary.width * shape.width),
      headBias: part("headBias", vocabulary.width),
    },
  };
}

function bytes(values: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4));
  for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i]!, true);
  return new Uint8Array(view.buffer);
}

function floats(part: Uint8Array | undefined, name: string, length: number): Float32Array {
  if (part?.byteLength !== length * 4)
    throw new ModelError(`the saved model's part "${name}" is missing or damaged`);
  const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
  return Float32Array.from({ length }, (_, i) => view.getFloat32(i * 4, true));
}
