import type { Node } from "jsonc-parser";
import { type Change, editConfigAll } from "../../jsonc/editConfig.ts";
import { moveItem } from "../../jsonc/moveItem.ts";
import { sparseTree } from "../../jsonc/sparseTree.ts";
import { applyEdits, difference, type TextEdit } from "../../jsonc/textEdit.ts";
import { UserError } from "../../table/userError.ts";
import type { Feature, Product } from "../schema.ts";
import { type ProductList, referencesTo } from "./references.ts";

/** One change of a product. Entries are named by id, so that it holds for the text as it is when it is made. */
export type ProductEdit =
  /** New values below an entry; a value left out takes away what stands there. */
  | {
      readonly edit: "set";
      readonly list: ProductList;
      readonly id: string;
      readonly changes: readonly { readonly path: readonly (string | number)[]; readonly value?: unknown }[];
    }
  /** A new entry; a feature goes behind the last of its phase and MoSCoW group. */
  | { readonly edit: "add"; readonly list: ProductList; readonly item: NewEntry }
  /** Takes an entry out, and what refers to it. */
  | { readonly edit: "remove"; readonly list: ProductList; readonly id: string }
  /** A new id for an entry, and for what refers to it. */
  | { readonly edit: "rename"; readonly list: ProductList; readonly id: string; readonly to: string }
  /** Puts a feature before another one of the file; null: at the end. */
  | { readonly edit: "move"; readonly id: string; readonly before: string | null }
  /** A value at a place of the file; left out, what stands there is taken away. */
  | { readonly edit: "at"; readonly path: readonly (string | number)[]; readonly value?: unknown };

export type NewEntry = Readonly<Record<string, unknown>> & { readonly id: string };

/**
 * Works out the smallest edit of a valid text for changes made one after the other; comments and everything else stay.
 * A new status doing or done also writes the day, where there is none.
 * @param today such as 2026-12-31
 * @throws UserError where an entry is no longer there, or items share a line and cannot be moved
 */
export function productEdits(
  text: string,
  product: Product,
  edits: readonly ProductEdit[],
  today: string,
): TextEdit[] {
  const draft = new Draft(text, product);
  for (const edit of edits) {
    if (edit.edit === "set") draft.set(edit, today);
    else if (edit.edit === "add") draft.add(edit);
    else if (edit.edit === "remove") draft.remove(edit);
    else if (edit.edit === "rename") draft.rename(edit);
    else if (edit.edit === "move") draft.move(edit.id, edit.before);
    else draft.change([{ path: edit.path, value: edit.value }]);
  }
  return difference(text, draft.text);
}

type Of<Kind extends ProductEdit["edit"]> = Extract<ProductEdit, { edit: Kind }>;

/** A text while it is changed, and the order of its entries. */
class Draft {
  text: string;
  readonly #product: Product;
  readonly #ids: Record<ProductList, string[]>;

  constructor(text: string, product: Product) {
    this.text = text;
    this.#product = product;
    const ids = (list: ProductList): string[] => product[list].map(({ id }) => id);
    this.#ids = {
      features: ids("features"),
      phases: ids("phases"),
      personas: ids("personas"),
      data: ids("data"),
    };
  }

  change(changes: readonly Change[]): void {
    this.text = applyEdits(this.text, editConfigAll(this.text, changes, sparseTree));
  }

  set({ list, id, changes }: Of<"set">, today: string): void {
    const at = this.#find(list, id);
    const days = list === "features" ? this.#days(id, changes, today) : [];
    this.change([...changes, ...days].map(({ path, value }) => ({ path: [list, at, ...path], value })));
  }

  add({ list, item }: Of<"add">): void {
    const ids = this.#ids[list];
    if (ids.includes(item.id)) throw new UserError(`the id ${item.id} is taken`);
    this.change([{ path: [list, ids.length], value: item }]);
    ids.push(item.id);
    if (list !== "features") return;
    const group = (entry: Readonly<Record<string, unknown>>) => `${entry["phase"]} ${entry["moscow"]}`;
    const alike = this.#product.features.findLast((other) => group(other) === group(item));
    const next = alike === undefined ? undefined : ids[ids.indexOf(alike.id) + 1];
    if (next !== undefined && next !== item.id) this.#moveIfPossible(item.id, next);
  }

  remove({ list, id }: Of<"remove">): void {
    const at = this.#find(list, id);
    this.change([...this.#references(list, id, undefined), { path: [list, at], value: undefined }]);
    this.#ids[list].splice(at, 1);
  }

  rename({ list, id, to }: Of<"rename">): void {
    const at = this.#find(list, id);
    if (this.#ids[list].includes(to)) throw new UserError(`the id ${to} is taken`);
    this.change([{ path: [list, at, "id"], value: to }, ...this.#references(list, id, to)]);
    this.#ids[list][at] = to;
  }

  move(id: string, before: string | null): void {
    const ids = this.#ids.features;
    const from = this.#find("features", id);
    const to = before === null ? ids.length : this.#find("features", before);
    try {
      this.text = applyEdits(this.text, moveItem(this.text, this.#list("features"), from, to));
    } catch (error) {
      throw error instanceof RangeError ? new UserError(`features: ${error.message}`) : error;
    }
    ids.splice(from, 1);
    ids.splice(to > from ? to - 1 : to, 0, id);
  }

  /** Where entries share a line, a new one stays at the end. */
  #moveIfPossible(id: string, before: string): void {
    try {
      this.move(id, before);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }

  #list(list: ProductList): Node {
    const root = sparseTree(this.text, [[list, -1]]);
    const node = root?.children?.find(({ children }) => children?.[0]?.value === list)?.children?.[1];
    if (node?.type !== "array") throw new UserError(`there is no list ${list}`);
    return node;
  }

  #find(list: ProductList, id: string): number {
    const at = this.#ids[list].indexOf(id);
    if (at === -1) throw new UserError(`there is no ${id} in ${list} any more`);
    return at;
  }

  /** References as they were before the first change, at the places where their entries stand now. */
  #references(list: ProductList, id: string, to: string | undefined): Change[] {
    return referencesTo(this.#product, list, id, to).flatMap(({ list: where, id: entry, path, value }) => {
      if (entry === null) return [{ path, value }];
      const at = this.#ids[where].indexOf(entry === id && where === list && to !== undefined ? to : entry);
      const found = at === -1 ? this.#ids[where].indexOf(entry) : at;
      return found === -1 ? [] : [{ path: [where, found, ...path], value }];
    });
  }

  #days(id: string, changes: Of<"set">["changes"], today: string): Of<"set">["changes"] {
    const feature: Feature | undefined = this.#product.features.find((other) => other.id === id);
    const status = changes.find(({ path }) => path[0] === "status")?.value;
    const named = (key: string): boolean => changes.some(({ path }) => path[0] === key);
    if (status === "doing" && feature?.started === undefined && !named("started"))
      return [{ path: ["started"], value: today }];
    if (status === "done" && feature?.done === undefined && !named("done"))
      return [{ path: ["done"], value: today }];
    // a feature that is worked on again is not done
    if (status !== undefined && status !== "done" && feature?.done !== undefined && !named("done"))
      return [{ path: ["done"] }];
    return [];
  }
}
