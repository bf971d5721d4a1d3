import { Button } from "@mantine/core";
import { IconZoomQuestion } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useStartExplain, type ExplainedCause, type Explanation } from "../../api/versions";
import { UNFINISHED, useRuns } from "../../api/queries";
import type { Model } from "../../api/types";
import { ago, figure, microseconds, percent, spread, whole } from "../../format";
import { configWords } from "../../runs";
import { ErrorNote } from "../ErrorNote";
import { JobCard } from "../JobCard";
import { Panel } from "../Panel";
import { RunEnding } from "../RunEnding";
import { ShareBar } from "../ShareBar";
import classes from "./ExplainPanel.module.css";

/** Why a version is no faster than it is; where nobody has looked yet, the way to do it. */
export function ExplainPanel({ model, known }: { model: Model; known: Explanation | undefined }) {
  const start = useStartExplain();
  const newest = useRuns({ kind: ["explain"], model: [model.id], limit: 1 }).data?.runs[0];
  const working = newest && UNFINISHED.includes(newest.state);
  return (
    <Panel
      title="Why is it not faster?"
      note={known ? `${known.run ? "Both profiled in turns" : "From stored profiles"} ${ago(known.created)}: ${configWords(known.config)}` : "Both networks are profiled in turns, layer by layer, and the difference is summed into causes."}
      actions={
        !working && (
          <Button variant="default" leftSection={<IconZoomQuestion size={16} />} loading={start.isPending} onClick={() => start.mutate(model.id)}>
            {known ? "Look again" : "Find out"}
          </Button>
        )
      }
    >
      <div className="stack">
        {start.error && <ErrorNote error={start.error} />}
        {working && <JobCard run={newest} />}
        {newest && !working && <RunEnding run={newest} />}
        {known && <ExplanationView found={known} />}
        {!known && !working && <p className="quiet-text">Nobody has looked yet.</p>}
      </div>
    </Panel>
  );
}

/** The answer: a sentence, the times that were hoped for, possible and measured, and the causes of what lies between. */
export function ExplanationView({ found }: { found: Explanation }) {
  const { explanation: said } = found;
  return (
    <div className="stack">
      <p className={classes.sentence}>{said.verdict}</p>
      <dl className={classes.times}>
        <Time name="Parent" value={`${microseconds(said.parent_us.value)} ${spread(said.parent_us)}`} note={found.parent_name} />
        <Time name="This version" value={`${microseconds(said.version_us.value)} ${spread(said.version_us)}`} note={`×${figure(said.speedup.value, 3)} as fast`} />
        <Time name="Possible with it" value={microseconds(said.ideal_us)} note={`×${figure(said.ideal_speedup, 3)}: every layer that can be in 8 bits, nothing else changed`} />
        <Time name="Hoped for" value={microseconds(said.hoped_us)} note={`×${figure(said.hoped_speedup, 3)}: everything in 8 bits`} />
      </dl>
      <Causes title={gapWords(said)} causes={said.causes} found={found} />
      <Causes title="Why not even the ideal is what was hoped for" causes={said.limits} found={found} />
      {said.notes?.map((note) => (
        <p key={note} className="quiet-text">
          {note}
        </p>
      ))}
      <p className={classes.profiles}>
        Profiles: <Link to="/models/$id/layers" params={{ id: found.parent }} search={{ run: found.parent_profile }}>parent</Link>,{" "}
        <Link to="/models/$id/layers" params={{ id: found.version }} search={{ run: found.version_profile }}>version</Link>. Times are of one inference on one stream.
      </p>
    </div>
  );
}

/** How far the measured time lies from the possible one, and how much of that the causes explain. */
function gapWords({ gap_us: gap, covered }: Explanation["explanation"]): string {
  const size = microseconds(Math.abs(gap.value));
  return `${size} ${gap.value < 0 ? "less" : "more"} than possible, ${percent(covered, 0)} of it explained`;
}

function Time({ name, value, note }: { name: string; value: string; note: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="num">{value}</dd>
      <dd className={classes.note}>{note}</dd>
    </div>
  );
}

function Causes({ title, causes, found }: { title: string; causes: readonly ExplainedCause[]; found: Explanation }) {
  if (causes.length === 0) return null;
  return (
    <section>
      <h3 className={classes.head}>{title}</h3>
      <ol className={classes.causes}>
        {causes.map((cause) => (
          <Cause key={cause.cause + cause.title} cause={cause} found={found} />
        ))}
      </ol>
    </section>
  );
}

function Cause({ cause, found }: { cause: ExplainedCause; found: Explanation }) {
  const layers = cause.layers ?? [];
  return (
    <li className={classes.cause}>
      <div className={classes.share}>
        <b className="num">{microseconds(cause.time_us.value)}</b>
        <ShareBar share={Math.abs(cause.share)} />
        <span className="num">{percent(cause.share, 0)}</span>
      </div>
      <div className={classes.what}>
        <h4>{cause.title}</h4>
        <p>{cause.evidence}</p>
        {cause.advice && <p className={classes.advice}>{cause.advice}</p>}
        {layers.length > 0 && (
          <details>
            <summary>{layers.length === 1 ? "The layer" : `The ${whole(layers.length)} layers`}</summary>
            <div className={classes.scroll} tabIndex={0}>
              <table className={classes.layers}>
                <thead>
                  <tr>
                    <th scope="col">Layer</th>
                    <th scope="col">Parent</th>
                    <th scope="col">Possible</th>
                    <th scope="col">Measured</th>
                    <th scope="col">Adds</th>
                    <th scope="col">Ran as</th>
                  </tr>
                </thead>
                <tbody>
                  {layers.map((layer) => (
                    <tr key={layer.name}>
                      <td title={(layer.operations ?? []).join("\n")}>
                        <Link className="mono" to="/models/$id/layers" params={{ id: layer.version_us == null ? found.parent : found.version }} search={{ run: layer.version_us == null ? found.parent_profile : found.version_profile, layer: layer.name }}>
                          {layer.name}
                        </Link>
                        {layer.reason && <p className="quiet-text">{layer.reason}</p>}
                      </td>
                      <td className="num">{time(layer.parent_us)}</td>
                      <td className="num">{time(layer.ideal_us)}</td>
                      <td className="num">{time(layer.version_us)}</td>
                      <td className="num">{microseconds(layer.excess_us)}</td>
                      <td>{[layer.parent_precision && layer.precision ? `${layer.parent_precision} → ${layer.precision}` : layer.precision, layer.kernel].filter(Boolean).join(", ")}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        )}
      </div>
    </li>
  );
}

function time(value: number | null | undefined): string {
  return value == null ? "–" : microseconds(value);
}
