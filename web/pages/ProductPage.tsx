import { PageHead } from "../parts/basics.tsx";
import { usePreferences, useSay } from "../store.ts";

/** The board of the server's product file, which the server draws; it has no scripts. */
export function ProductPage() {
  const say = useSay();
  const { theme } = usePreferences();
  return (
    <>
      <PageHead title={say("Product")} />
      <iframe
        title={say("Product board")}
        src={`/v1/product?theme=${theme}`}
        sandbox=""
        className="h-[calc(100vh-9rem)] min-h-96 w-full rounded-lg border border-line bg-panel"
      />
    </>
  );
}
