import type { ModelView } from "../../src/protocol/service.ts";
import type { Page } from "../api.ts";
import { Empty, PageHead, Refusal } from "../parts/basics.tsx";
import { ModelCard } from "../parts/ModelCard.tsx";
import { useSay } from "../store.ts";
import { useAsk } from "../useAsk.ts";

/** Trained models: look at rows of one, make more tables from it. */
export function ModelsPage() {
  const say = useSay();
  const { data, error, reload } = useAsk<Page<ModelView>>("/v1/models?limit=100", 10_000);
  return (
    <>
      <PageHead title={say("Models")} />
      <Refusal error={error} />
      {data?.items.length === 0 && (
        <Empty title={say("No models yet. A task that generates a table keeps its model here.")} />
      )}
      <div className="space-y-4">
        {data?.items.map((model) => (
          <ModelCard key={model.id} model={model} changed={reload} />
        ))}
      </div>
    </>
  );
}
