import { useCallback, useEffect, useState } from "react";
import { ApiError, ask } from "./api.ts";

export interface Asked<T> {
  readonly data: T | undefined;
  readonly error: ApiError | undefined;
  reload(): void;
}

/** What the server answers at an address; asked again every `everyMs` while the page is seen. */
export function useAsk<T>(path: string | null, everyMs = 0): Asked<T> {
  const [state, setState] = useState<{
    readonly path: string | null;
    readonly data?: T;
    readonly error?: ApiError;
  }>({ path: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (path === null) return undefined;
    let gone = false;
    const load = async (): Promise<void> => {
      if (document.hidden && turn > 0) return;
      try {
        const data = await ask<T>(path);
        if (!gone) setState({ path, data });
      } catch (error) {
        const failed =
          error instanceof ApiError
            ? error
            : new ApiError(0, { title: "The server cannot be reached; trying again." });
        if (!gone)
          setState((before) =>
            before.path === path ? { ...before, error: failed } : { path, error: failed },
          );
      }
    };
    void load();
    const timer = everyMs > 0 ? setInterval(load, everyMs) : undefined;
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [path, everyMs, turn]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  const own = state.path === path ? state : undefined;
  return { data: own?.data, error: own?.error, reload };
}
