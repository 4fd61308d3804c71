import { Link, useNavigate, useParams } from "react-router";
import type { UploadView } from "../../src/protocol/service.ts";
import type { Page } from "../api.ts";
import { Empty, Field, PageHead, Refusal } from "../parts/basics.tsx";
import { Generation } from "../parts/Generation.tsx";
import { useSay } from "../store.ts";
import { useAsk } from "../useAsk.ts";

/** Choose a table, change its config in the form or as text, run it. */
export function GenerationPage() {
  const say = useSay();
  const { upload } = useParams();
  const go = useNavigate();
  const list = useAsk<Page<UploadView>>("/v1/uploads?limit=200");
  const items = list.data?.items ?? [];
  const chosen = upload ?? items[0]?.id;
  if (list.data !== undefined && items.length === 0)
    return (
      <>
        <PageHead title={say("Generate")} />
        <Empty title={say("Upload a table first.")}>
          <Link to="/upload" className="button main">
            {say("Upload a table")}
          </Link>
        </Empty>
      </>
    );
  return (
    <>
      <PageHead title={say("Generate")} />
      <Refusal error={list.error} />
      <div className="mb-5 max-w-md">
        <Field label={say("Table")}>
          <select
            className="field"
            value={chosen ?? ""}
            onChange={(event) => void go(`/generate/${event.target.value}`)}
          >
            {items.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </Field>
      </div>
      {chosen !== undefined && <Generation key={chosen} upload={chosen} />}
    </>
  );
}
