import type { ErrorComponentProps } from "@tanstack/react-router";
import { ErrorNote } from "../components/ErrorNote";

/** What is shown in place of a page that could not be drawn. */
export function PageError({ error, reset }: ErrorComponentProps) {
  return (
    <div style={{ padding: 24 }}>
      <ErrorNote error={error} retry={reset} />
    </div>
  );
}
