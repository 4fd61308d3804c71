import { describe, expect, it } from "vitest";
import {
  chooseAll,
  click,
  keepExisting,
  move,
  nothingChosen,
  type Selection,
} from "../../../../webview/editor/columns/selection.ts";

const order = ["a", "b", "c", "d", "e"];
const plain = { shift: false, toggle: false };
const chosen = (selection: Selection) => [...selection.chosen].sort();

describe("selection", () => {
  it("takes one, adds one with Ctrl, a range with Shift in either direction", () => {
    const one = click(nothingChosen, order, "c", plain);
    expect(chosen(one)).toEqual(["c"]);
    expect(chosen(click(one, order, "e", { shift: false, toggle: true }))).toEqual(["c", "e"]);
    expect(chosen(click(one, order, "e", { shift: true, toggle: false }))).toEqual(["c", "d", "e"]);
    const back = click(one, order, "a", { shift: true, toggle: false });
    expect(chosen(back)).toEqual(["a", "b", "c"]);
    // the anchor stays where the range began
    expect(chosen(click(back, order, "d", { shift: true, toggle: false }))).toEqual(["c", "d"]);
  });

  it("takes a chosen one out with Ctrl", () => {
    const two = click(click(nothingChosen, order, "a", plain), order, "b", { shift: false, toggle: true });
    expect(chosen(click(two, order, "a", { shift: false, toggle: true }))).toEqual(["b"]);
  });

  it("follows the order on screen, not the one of the file", () => {
    const sorted = ["e", "a", "d", "b", "c"];
    const one = click(nothingChosen, sorted, "e", plain);
    expect(chosen(click(one, sorted, "d", { shift: true, toggle: false }))).toEqual(["a", "d", "e"]);
  });

  it("moves by keyboard within the list and stretches with Shift", () => {
    const at = move(nothingChosen, order, 1, false);
    expect(at.active).toBe("a");
    expect(move(at, order, -1, false).active).toBe("a");
    expect(move(at, order, 99, false).active).toBe("e");
    const range = move(move(at, order, 1, true), order, 1, true);
    expect(chosen(range)).toEqual(["a", "b", "c"]);
    expect(chosen(move(range, order, -1, true))).toEqual(["a", "b"]);
    expect(move(nothingChosen, [], 1, false)).toBe(nothingChosen);
  });

  it("chooses all shown, and none when all were", () => {
    const all = chooseAll(nothingChosen, order);
    expect(chosen(all)).toEqual(order);
    expect(chosen(chooseAll(all, order))).toEqual([]);
  });

  it("forgets columns that are gone", () => {
    const all = { ...chooseAll(nothingChosen, order), active: "e", anchor: "a" };
    const kept = keepExisting(all, new Set(["a", "b"]));
    expect(chosen(kept)).toEqual(["a", "b"]);
    expect(kept.active).toBeUndefined();
    expect(keepExisting(kept, new Set(["a", "b", "z"]))).toBe(kept);
  });
});
