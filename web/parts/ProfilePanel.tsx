import { Sparkles } from "lucide-react";
import { Link } from "react-router";
import type { UploadView } from "../../src/protocol/service.ts";
import { numberText } from "../format.ts";
import { usePreferences, useSay } from "../store.ts";
import { useAsk } from "../useAsk.ts";
import { Panel, Refusal } from "./basics.tsx";

interface Profile {
  readonly rows: number;
  readonly warnings: readonly string[];
  readonly columns: readonly {
    readonly name: string;
    readonly sdtype: string;
    readonly reason: string;
    readonly missing: number;
    readonly cardinality: number;
    readonly histogram: { readonly counts: readonly number[] } | null;
    readonly top: readonly { readonly value: string; readonly count: number }[];
  }[];
}

/** What each column of an upload is, and why. */
export function ProfilePanel({ id }: { readonly id: string }) {
  const say = useSay();
  const language = usePreferences((state) => state.language);
  const upload = useAsk<UploadView>(`/v1/uploads/${id}`);
  const { data, error } = useAsk<Profile>(`/v1/uploads/${id}/profile`);
  if (error !== undefined) return <Refusal error={error} />;
  const generate = (
    <Link className="button main" to={`/generate/${id}`}>
      <Sparkles size={16} aria-hidden />
      {say("Generate from this table")}
    </Link>
  );
  return (
    <Panel className="mb-5" title={upload.data?.name ?? ""} actions={data !== undefined && generate}>
      {data === undefined ? (
        <p className="p-4 text-soft" aria-live="polite">
          {say("Looking at the columns")}…
        </p>
      ) : (
        <>
          <p className="px-4 pb-2 text-sm text-soft">
            {numberText(data.rows, language)} {say("Rows")} × {data.columns.length} {say("Columns")}
          </p>
          {data.warnings.length > 0 && (
            <ul className="mx-4 mb-3 list-disc space-y-1 pl-4 text-sm text-warn">
              {data.warnings.slice(0, 6).map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          )}
          <section className="max-h-[28rem] overflow-auto" aria-label={say("Columns")} tabIndex={0}>
            <table className="table">
              <thead className="sticky top-0 bg-panel">
                <tr>
                  <th scope="col">{say("Column")}</th>
                  <th scope="col">{say("Type")}</th>
                  <th scope="col" className="text-right!">
                    {say("Distinct")}
                  </th>
                  <th scope="col" className="text-right!">
                    {say("Missing")}
                  </th>
                  <th scope="col" />
                  <th scope="col">{say("Why")}</th>
                </tr>
              </thead>
              <tbody>
                {data.columns.map((column) => (
                  <tr key={column.name}>
                    <td className="max-w-48 truncate font-medium">{column.name}</td>
                    <td>{column.sdtype}</td>
                    <td className="text-right tabular-nums">{numberText(column.cardinality, language)}</td>
                    <td className="text-right tabular-nums">{numberText(column.missing, language)}</td>
                    <td>
                      <Shape counts={column.histogram?.counts ?? column.top.map(({ count }) => count)} />
                    </td>
                    <td className="text-sm text-soft">{column.reason}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        </>
      )}
    </Panel>
  );
}

/** How a column's values are spread, as small bars. */
function Shape({ counts }: { readonly counts: readonly number[] }) {
  const max = Math.max(1, ...counts);
  return (
    <svg width="76" height="24" viewBox="0 0 76 24" aria-hidden="true" className="text-accent">
      {counts.slice(0, 20).map((count, i) => {
        const width = 76 / Math.min(20, Math.max(counts.length, 4));
        const height = Math.max(1, (count / max) * 23);
        return (
          <rect
            key={i}
            x={i * width}
            y={24 - height}
            width={Math.max(1, width - 1)}
            height={height}
            rx="1"
            fill="currentColor"
            opacity=".75"
          />
        );
      })}
    </svg>
  );
}
