import { z } from "zod";
import type { JsonValue } from "../../transform/modelTable.ts";
import { readBooks, saveBook, savedBookSchema } from "../circuit/savedBook.ts";
import { DamagedPart } from "../saved/damagedPart.ts";
import { savedColumns } from "../saved/savedColumns.ts";
import { readFloats, refuseOtherParts, writeFloats } from "../saved/savedFloats.ts";
import { readSaved, version } from "../saved/savedJson.ts";
import type { ModelState } from "../synthesizer.ts";
import type { ArgnWeights } from "./network.ts";
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

/** Bounds of `ArgnOptions` and more. */
const maxWidth = 65_536;
const maxBlocks = 64;

const argnSchema = z.strictObject({
  version: version(1),
  columns: savedColumns,
  books: z.array(savedBookSchema).readonly(),
  shape: z
    .strictObject({ width: z.int().min(1).max(maxWidth), blocks: z.int().min(0).max(maxBlocks) })
    .readonly(),
  order: z.array(z.int().min(0)).readonly(),
  anyOrder: z.boolean(),
});

type SavedArgn = z.output<typeof argnSchema>;

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
    ["embedding", writeFloats(weights.embedding)],
    ["entryBias", writeFloats(weights.entryBias)],
    ["head", writeFloats(weights.head)],
    ["headBias", writeFloats(weights.headBias)],
  ]);
  weights.blocks.forEach(({ weight, bias }, i) => {
    parts.set(`block${i}.weight`, writeFloats(weight));
    parts.set(`block${i}.bias`, writeFloats(bias));
  });
  return { json: json as unknown as JsonValue, parts };
}

/** @throws DamagedPart naming what is not an ARGN's */
export function readArgn(state: ModelState): ArgnContents {
  const { columns, books, shape, order, anyOrder } = readSaved(argnSchema, state.json);
  const vocabulary = vocabularyOf(readBooks(columns, books));
  if (order.length !== columns.length || [...order].sort((a, b) => a - b).some((j, i) => j !== i))
    throw new DamagedPart("model.json", "order: it is not an order of the columns");
  const blocks = Array.from({ length: shape.blocks }, (_, i) => `block${i}`);
  refuseOtherParts(state, [
    ...["embedding", "entryBias", "head", "headBias"],
    ...blocks.flatMap((name) => [`${name}.weight`, `${name}.bias`]),
  ]);
  const part = (name: string, length: number) => readFloats(state, name, length);
  return {
    vocabulary,
    order,
    anyOrder,
    weights: {
      shape,
      embedding: part("embedding", vocabulary.width * shape.width),
      entryBias: part("entryBias", shape.width),
      blocks: blocks.map((name) => ({
        weight: part(`${name}.weight`, shape.width ** 2),
        bias: part(`${name}.bias`, shape.width),
      })),
      head: part("head", vocabulary.width * shape.width),
      headBias: part("headBias", vocabulary.width),
    },
  };
}
