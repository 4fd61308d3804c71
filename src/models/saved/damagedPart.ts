/** A part of a model file is not what this program writes. Whoever knows the file turns it into a `ModelError` that names it. */
export class DamagedPart extends Error {
  override readonly name = "DamagedPart";
  /** As in the manifest: `model.json`, `parts/root`. */
  readonly part: string;
  readonly why: string;
  constructor(part: string, why: string) {
    super(`its part ${part} is not what was written: ${why}`);
    this.part = part;
    this.why = why;
  }
}
