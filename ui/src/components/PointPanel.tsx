import { Button } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { memo, type ReactNode } from "react";
import type { Search, SearchPoint } from "../api/types";
import { bytes, milliseconds } from "../format";
import { capital, pointWords } from "../runs";
import { Facts } from "./Facts";
import { LinkButton } from "./LinkButton";
import { Note } from "./Note";
import { Panel } from "./Panel";
import classes from "./PointPanel.module.css";
import { Readout } from "./Readout";
import { VerdictTag } from "./VerdictTag";

interface Props {
  /** Runs on the front, and the one that comes nearest to a limit that nothing meets. */
  front: readonly string[];
  nearest: string | undefined;
  point: SearchPoint | undefined;
  /** The answer of the search, to compare the point with. */
  best: Search["best"] | undefined;
  onStart: (point: SearchPoint) => void;
}

/** The chosen point: how fast, how sure, what the engine really did, and where to go with it. */
export const PointPanel = memo(function PointPanel({ front, nearest, point, best, onStart }: Props) {
  if (!point) {
    return (
      <Panel title="No point is chosen">
        <p className="quiet-text">Click a point, or go through them with the arrow keys. Each has its own run.</p>
      </Panel>
    );
  }
  return (
    <section className={classes.panel} aria-label="Chosen point">
      <Panel title={capital(pointWords(point.config))} note={rankOf(point, front, nearest, best)}>
        <div className={classes.content}>
          <Figures point={point} />
          {point.run && (
            <div className={classes.buttons}>
              <LinkButton variant="default" to="/runs/$id" params={{ id: point.run }}>
                Open run
              </LinkButton>
              {best && best.run !== point.run && (
                <LinkButton variant="default" to="/compare" search={{ run: [best.run, point.run] }}>
                  Compare with the best
                </LinkButton>
              )}
            </div>
          )}
          <Button variant="default" fullWidth leftSection={<IconPlayerPlay size={16} />} onClick={() => onStart(point)}>
            Use as start
          </Button>
        </div>
      </Panel>
    </section>
  );
});

function Figures({ point }: { point: SearchPoint }): ReactNode {
  const { headline, failure, config } = point;
  if (failure) {
    return (
      <Note tone="bad">
        <strong>{failure.message}</strong>
        {failure.hint && <p>{failure.hint}</p>}
      </Note>
    );
  }
  if (!headline) return <p className="quiet-text">Not measured yet.</p>;
  const { effective } = headline;
  return (
    <>
      <div className={classes.beside}>
        <Readout label="Throughput" value={headline.throughput_fps} unit="FPS" digits={4} />
        <Readout label="Median latency" value={headline.latency_ms} unit="ms" digits={4} />
      </div>
      <div className={classes.beside}>
        <div className={classes.verdict}>
          <VerdictTag verdict={headline.verdict} />
          {(headline.verdict.reasons ?? []).map((reason) => (
            <p key={reason}>{reason}</p>
          ))}
        </div>
        <Facts
          facts={[
            ["p99", headline.latency_p99_ms ? milliseconds(headline.latency_p99_ms.value) : "too few requests"],
            ["Compile", milliseconds(headline.compile_ms)],
            ["Peak memory", headline.peak_rss_bytes == null ? null : bytes(headline.peak_rss_bytes)],
            ["Batch", effective.batch],
            ["Streams", both(config.streams, effective.streams)],
            ["Threads", both(config.threads, effective.threads)],
            ["Requests", both(config.requests, effective.requests)],
            ["Precision", both(config.precision, effective.precision)],
          ]}
        />
      </div>
    </>
  );
}

/** What the engine did, and what it was asked for where that is something else. */
function both(asked: number | string | null | undefined, got: number | string | null): ReactNode {
  if (got === null) return asked ?? null;
  return asked == null || asked === got ? got : `${got} (asked for ${asked})`;
}

function rankOf(point: SearchPoint, front: readonly string[], nearest: string | undefined, best: Search["best"] | undefined): string | undefined {
  if (!point.run) return undefined;
  if (point.run === best?.run) return best.reason;
  if (point.run === nearest) return "The nearest to the limit.";
  return front.includes(point.run) ? "On the front: nothing measured is both faster and sooner." : "Beaten: something else is at least as fast and as soon.";
}
