import { useEffect, useState } from "react";
import type { ServiceEvent } from "../src/protocol/service.ts";

export interface LoggedEvent {
  readonly id: number;
  readonly event: ServiceEvent;
}

const types = ["state", "stage", "progress", "warning", "failed"];

/** The events of a job, from the first; the browser continues by itself where a connection was cut. `turn` starts over. */
export function useEvents(job: string, turn: number): readonly LoggedEvent[] {
  const [events, setEvents] = useState<readonly LoggedEvent[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn is another connection
  useEffect(() => {
    setEvents([]);
    const source = new EventSource(`/v1/jobs/${job}/events`);
    const seen = new Set<number>();
    const hear = ({ data, lastEventId }: MessageEvent<string>): void => {
      const id = Number(lastEventId);
      if (seen.has(id)) return;
      seen.add(id);
      const event = JSON.parse(data) as ServiceEvent;
      setEvents((before) => [...before, { id, event }]);
      // the server ends the stream with the job; to connect again would bring nothing
      if (event.type === "state" && ["succeeded", "failed", "cancelled"].includes(event.state))
        setTimeout(() => source.close(), 500);
    };
    for (const type of types) source.addEventListener(type, hear as EventListener);
    return () => source.close();
  }, [job, turn]);
  return events;
}
