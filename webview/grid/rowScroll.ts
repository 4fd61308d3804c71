/** Browsers draw no taller element than about this many pixels; ten million rows are. */
const tallest = 8_000_000;

/** Where a list of equal rows is: the row at the top, with a fraction, and the scroll position that stands for it. */
export class RowScroll {
  readonly rowHeight: number;
  rows = 0;
  /** Pixels that show rows. */
  height = 0;

  constructor(rowHeight: number) {
    this.rowHeight = rowHeight;
  }

  /** Height of the scrolled element. */
  get space(): number {
    return Math.min(tallest, this.rows * this.rowHeight);
  }

  /** Rows pass under the scroll bar faster than they are high: a turn of the wheel must not skip any. */
  get scaled(): boolean {
    return this.rows * this.rowHeight > tallest;
  }

  get lastTop(): number {
    return Math.max(0, this.rows - this.height / this.rowHeight);
  }

  topOf(scroll: number): number {
    const range = this.space - this.height;
    return range <= 0 ? 0 : Math.min(1, scroll / range) * this.lastTop;
  }

  scrollOf(top: number): number {
    const range = this.space - this.height;
    return this.lastTop === 0 ? 0 : (Math.max(0, Math.min(top, this.lastTop)) / this.lastTop) * range;
  }
}
