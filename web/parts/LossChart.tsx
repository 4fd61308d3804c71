import { decimalText } from "../format.ts";
import { usePreferences, useSay } from "../store.ts";
import type { LoggedEvent } from "../useEvents.ts";
import { Panel } from "./basics.tsx";

const [width, height] = [640, 180];
const colors = ["var(--accent)", "var(--warn)", "var(--good)", "var(--bad)"];

/** What the model tells of its losses while it trains, as lines; nothing where it tells none. */
export function LossChart({ events }: { readonly events: readonly LoggedEvent[] }) {
  const say = useSay();
  const language = usePreferences((state) => state.language);
  const series = new Map<string, number[]>();
  for (const { event } of events)
    if (event.type === "progress" && event.losses !== undefined)
      for (const [name, value] of Object.entries(event.losses))
        if (Number.isFinite(value)) series.set(name, [...(series.get(name) ?? []), value]);
  const drawn = [...series].filter(([, values]) => values.length > 1);
  if (drawn.length === 0) return null;
  const all = drawn.flatMap(([, values]) => values);
  const [min, max] = [Math.min(...all), Math.max(...all)];
  const y = (value: number): number => height - 8 - ((value - min) / (max - min || 1)) * (height - 16);
  return (
    <Panel title={say("Losses while training")} className="mb-5 p-1 pb-3">
      <figure className="px-3">
        <svg
          viewBox={`0 0 ${width} ${height}`}
          className="w-full"
          role="img"
          aria-label={say("Losses while training")}
        >
          {[0, 0.5, 1].map((part) => (
            <line
              key={part}
              x1="0"
              x2={width}
              y1={y(min + part * (max - min))}
              y2={y(min + part * (max - min))}
              stroke="var(--line)"
            />
          ))}
          {drawn.map(([name, values], i) => (
            <polyline
              key={name}
              fill="none"
              stroke={colors[i % colors.length]}
              strokeWidth="2"
              points={values
                .map(
                  (value, at) => `${((at / (values.length - 1)) * width).toFixed(1)},${y(value).toFixed(1)}`,
                )
                .join(" ")}
            />
          ))}
        </svg>
        <figcaption className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-sm text-soft">
          {drawn.map(([name, values], i) => (
            <span key={name} className="inline-flex items-center gap-2">
              <span aria-hidden className="h-0.5 w-4" style={{ background: colors[i % colors.length] }} />
              {name} <span className="tabular-nums">{decimalText(values.at(-1) ?? 0, 3, language)}</span>
            </span>
          ))}
        </figcaption>
      </figure>
    </Panel>
  );
}
