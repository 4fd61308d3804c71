import { type ParseError, parse } from "jsonc-parser";
import { sparseTree } from "../../jsonc/sparseTree.ts";
import { hasErrors } from "../checkProduct.ts";
import { type Feature, type Product, productSchema } from "../schema.ts";
import { quickParser, unsure } from "./quickSchema.ts";

const featureSchema = productSchema.shape.features.element;
const quickFeature = quickParser(featureSchema);

/** Features are kept by their text: of a file that changes, only what changed is read again. */
export class ProductReader {
  #features = new Map<string, Feature>();
  #rest: { readonly text: string; readonly product: Product } | undefined;

  /**
   * Reads a product quickly: without places in the text, and without looking for keys that are written twice.
   * Features whose text is as before are the same objects as before.
   * @returns undefined where the text has errors: `readProduct` says which and where
   */
  read(text: string): Product | undefined {
    const root = sparseTree(text, [["features", -1]]);
    const list = root?.children?.find(({ children }) => children?.[0]?.value === "features")?.children?.[1];
    if (list?.type !== "array") return undefined;
    const rest = this.#readRest(`${text.slice(0, list.offset)}[]${text.slice(list.offset + list.length)}`);
    if (rest === undefined) return undefined;
    const known = new Map<string, Feature>();
    const features: Feature[] = [];
    for (const { offset, length } of list.children ?? []) {
      const part = text.slice(offset, offset + length);
      const feature = this.#features.get(part) ?? readFeature(part);
      if (feature === undefined) return undefined;
      known.set(part, feature);
      features.push(feature);
    }
    const product = { ...rest, features };
    if (hasErrors(product)) return undefined;
    this.#features = known;
    return product;
  }

  #readRest(text: string): Product | undefined {
    if (this.#rest?.text === text) return this.#rest.product;
    const value = readValue(text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text);
    const { data } = productSchema.safeParse(value);
    if (data === undefined) return undefined;
    this.#rest = { text, product: data };
    return data;
  }
}

function readFeature(text: string): Feature | undefined {
  const value = readValue(text);
  const quick = quickFeature(value);
  return quick === unsure ? featureSchema.safeParse(value).data : (quick as Feature);
}

/** Most items hold no comments: the engine's own reader is tried first. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const errors: ParseError[] = [];
    const value: unknown = parse(text, errors, { allowTrailingComma: true });
    return errors.length > 0 ? undefined : value;
  }
}
