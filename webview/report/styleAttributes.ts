/**
 * Plotly writes a few `style` attributes on the elements of its drawings, which a strict content security policy blocks; the same
 * declarations through the style object are allowed. For pages of our own only.
 */
export function setStylesThroughObject(): void {
  const { setAttribute } = SVGElement.prototype;
  SVGElement.prototype.setAttribute = function (this: SVGElement, name: string, value: string): void {
    if (name === "style") this.style.cssText = value;
    else setAttribute.call(this, name, value);
  };
}
