import { type SVGTemplateResult, svg } from "lit";

/** Drawn on a 16 × 16 grid in the color of the text. */
const shapes = {
  chevron: svg`<path d="M6 4l4 4-4 4" />`,
  play: svg`<path d="M5 3.2v9.6L12.6 8z" fill="currentColor" stroke-linejoin="round" />`,
  stop: svg`<rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" />`,
  text: svg`<path d="M9 2H4v12h8V5zM9 2v3h3M6 8h4M6 10.5h4" />`,
  folder: svg`<path d="M2 4.5V12.5h12V5.8H8L6.6 4.5z" />`,
  reset: svg`<path d="M3.5 5.5h6a3.2 3.2 0 0 1 0 6.4H6M5.8 3L3.3 5.5 5.8 8" />`,
  close: svg`<path d="M4 4l8 8M12 4l-8 8" />`,
  error: svg`<circle cx="8" cy="8" r="5.6" /><path d="M6 6l4 4M10 6l-4 4" />`,
  warning: svg`<path d="M8 2.4l6 10.8H2zM8 6.4v3.4M8 11.4v.6" stroke-linejoin="round" />`,
  info: svg`<circle cx="8" cy="8" r="5.6" /><path d="M8 7.4v3.4M8 5.2v.6" />`,
  search: svg`<circle cx="7" cy="7" r="4" /><path d="M10 10l3.5 3.5" />`,
  fix: svg`<path d="M8 2.2a3.9 3.9 0 0 0-2.2 7.1c.5.4.7.8.7 1.4h3c0-.6.2-1 .7-1.4A3.9 3.9 0 0 0 8 2.2zM6.6 12.4h2.8M7.2 14h1.6" />`,
  go: svg`<path d="M9 3h4v4M13 3L7.5 8.5M11 9.5V13H3V5h3.5" />`,
  chart: svg`<path d="M2.5 13.5h11M4.5 11V8M8 11V3.5M11.5 11V6" stroke-width="1.6" />`,
  person: svg`<circle cx="8" cy="5" r="2.6" /><path d="M3 13.4c.4-2.9 2.3-4.4 5-4.4s4.6 1.5 5 4.4" />`,
  plus: svg`<path d="M8 3v10M3 8h10" />`,
  more: svg`<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2" stroke-linecap="round" />`,
  link: svg`<path d="M6.5 9.5l3-3M7 4.8l1.6-1.6a2.6 2.6 0 0 1 3.7 3.7L10.7 8.5M9 11.2l-1.6 1.6a2.6 2.6 0 0 1-3.7-3.7l1.6-1.6" />`,
  data: svg`<ellipse cx="8" cy="4.2" rx="4.6" ry="1.9" /><path d="M3.4 4.2v7.6c0 1 2 1.9 4.6 1.9s4.6-.9 4.6-1.9V4.2M3.4 8c0 1 2 1.9 4.6 1.9S12.6 9 12.6 8" />`,
  copy: svg`<path d="M5.5 5.5h7v8h-7zM10.5 5.5v-3h-7v8h2" />`,
  trash: svg`<path d="M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4" />`,
  circle: svg`<circle cx="8" cy="8" r="5" />`,
  half: svg`<circle cx="8" cy="8" r="5" /><path d="M8 3a5 5 0 0 1 0 10z" fill="currentColor" />`,
  dotted: svg`<circle cx="8" cy="8" r="5" stroke-dasharray="2 2" />`,
  done: svg`<circle cx="8" cy="8" r="5.5" /><path d="M5.4 8.2l1.8 1.8 3.4-3.8" />`,
  overflow: svg`<path d="M2.5 10.5h11" stroke-dasharray="2 1.6" /><path d="M8 2.5v5M5.8 5.5L8 7.7l2.2-2.2M8 12.2v1.6" />`,
  dropped: svg`<circle cx="8" cy="8" r="5" /><path d="M4.5 11.5l7-7" />`,
  check: svg`<path d="M3.5 8.4l3 3 6-6.6" />`,
} as const;

export type IconName = keyof typeof shapes;

/** Decoration: what it means must be said in words beside it. */
export function icon(name: IconName): SVGTemplateResult {
  return svg`<svg class="icon icon-${name}" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false" fill="none" stroke="currentColor" stroke-width="1.1">${shapes[name]}</svg>`;
}
