import { CloseButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { runImport } from "../api/runImport";
import { useStore } from "../state/store";
import { ErrorNote } from "./ErrorNote";
import { Note } from "./Note";

/** What the last import of runs brought, until it is dismissed. */
export function ImportRunsNote() {
  const { done, error } = useStore(runImport);
  const dismiss = () => runImport.set({ busy: false });
  if (error) return <ErrorNote error={error} onDismiss={dismiss} />;
  if (!done) return null;
  const { added, skipped, unknown_models: unknown } = done;
  return (
    <Note tone={added.length > 0 ? "ok" : "plain"} role="status" actions={<CloseButton aria-label="Dismiss" size={40} onClick={dismiss} />}>
      <strong>{added.length > 0 ? `${added.length} ${added.length === 1 ? "run" : "runs"} imported.` : "Nothing new in this file."}</strong>
      {skipped.length > 0 && <p>{skipped.length} {skipped.length === 1 ? "was" : "were"} here already.</p>}
      {unknown.length > 0 && (
        <p>
          {unknown.length === 1 ? "A model of them is" : `${unknown.length} models of them are`} not here: the figures can be compared all the same.{" "}
          {unknown.map((model) => (
            <Link key={model} to="/runs" search={{ model }}>
              Show the runs of {model.slice(0, 8)}{" "}
            </Link>
          ))}
        </p>
      )}
    </Note>
  );
}
