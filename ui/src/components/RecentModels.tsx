import { Skeleton } from "@mantine/core";
import { IconStack2 } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useModels } from "../api/queries";
import type { ModelEntry } from "../api/types";
import { ago, bytes, figure, formatName, milliseconds } from "../format";
import { EmptyState } from "./EmptyState";
import { ErrorNote } from "./ErrorNote";
import { LinkButton } from "./LinkButton";
import { Panel } from "./Panel";
import classes from "./RecentModels.module.css";

const SHOWN = 6;

/** The newest models with the best figures reached so far. */
export function RecentModels() {
  const { data, error, isPending, refetch } = useModels();
  const models = data?.models ?? [];
  return (
    <Panel
      title="Recent models"
      flush
      actions={
        models.length > 0 && (
          <LinkButton variant="subtle" color="gray" to="/models">
            All {models.length} models
          </LinkButton>
        )
      }
    >
      {isPending && <Skeleton height={200} m={16} w="auto" />}
      {error && <ErrorNote error={error} retry={() => void refetch()} />}
      {data && models.length === 0 && (
        <EmptyState icon={<IconStack2 />} title="No models yet">
          Drop a file above, or take the sample: you get what it costs, how fast it runs here, and where the time goes.
        </EmptyState>
      )}
      {models.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th>Model</th>
              <th className={classes.right}>Best throughput</th>
              <th className={classes.right}>Best latency</th>
              <th className={classes.right}>Last run</th>
            </tr>
          </thead>
          <tbody>
            {models.slice(0, SHOWN).map((entry) => (
              <ModelRow key={entry.model.id} entry={entry} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function ModelRow({ entry }: { entry: ModelEntry }) {
  const { model, best_throughput_fps: fps, best_latency_ms: ms, last_run } = entry;
  return (
    <tr>
      <td>
        <Link to="/models/$id" params={{ id: model.id }} className={classes.name}>
          <span className="clip">{model.name}</span>
          <span className={classes.about}>
            {formatName(model.format)} · {model.precision} · {bytes(model.size_bytes)}
          </span>
        </Link>
      </td>
      <td className={classes.right}>{fps == null ? <span className="quiet-text">not measured</span> : <b>{figure(fps)} FPS</b>}</td>
      <td className={classes.right}>{ms == null ? <span className="quiet-text">–</span> : milliseconds(ms)}</td>
      <td className={classes.right}>{last_run ? ago(last_run) : <span className="quiet-text">never</span>}</td>
    </tr>
  );
}
