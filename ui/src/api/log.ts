import { useEffect, useState } from "react";
import { api } from "./client";
import { answer, ApiError } from "./errors";
import { isFinished } from "./events";
import type { Run } from "./types";

const LOOK_EVERY_MS = 2000;

/** The log of a run, growing while it works. Each look asks only for what is new; what came before an error stays. */
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
        setError(undefined);
        const whole = from === 0; // `from` is another when React gets to it
        setText((old) => (whole ? part.text : old + part.text));
        from = part.next;
        if (part.text !== "") void look();
        else if (working) timer = window.setTimeout(() => void look(), LOOK_EVERY_MS);
      } catch (thrown) {
        if (left) return;
        setError(thrown);
        if (thrown instanceof ApiError && thrown.status === 0) timer = window.setTimeout(() => void look(), LOOK_EVERY_MS); // the server comes back
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
