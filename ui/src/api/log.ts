import { useEffect, useState } from "react";
import { api } from "./client";
import { answer } from "./errors";
import { isFinished } from "./events";
import type { Run } from "./types";

const LOOK_EVERY_MS = 2000;

/** The log of a run, growing while it works. Each look asks only for what is new. */
export function useRunLog(run: Run): { text: string; error: unknown } {
  const [text, setText] = useState("");
  const [error, setError] = useState<unknown>(undefined);
  const { id } = run;
  const working = !isFinished(run);
  useEffect(() => {
    let from = 0;
    let timer = 0;
    let left = false;
    const look = async () => {
      try {
        const part = await answer(api.GET("/api/v1/runs/{id}/log", { params: { path: { id }, query: { from } } }));
        if (left) return;
        setText((old) => (from === 0 ? part.text : old + part.text));
        from = part.next;
        if (part.text !== "") void look();
        else if (working) timer = window.setTimeout(() => void look(), LOOK_EVERY_MS);
      } catch (thrown) {
        if (!left) setError(thrown);
      }
    };
    setError(undefined);
    void look();
    return () => {
      left = true;
      window.clearTimeout(timer);
    };
  }, [id, working]);
  return { text, error };
}
