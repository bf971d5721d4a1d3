import { IconArrowRight, IconTarget } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { EXPERIMENTS, UNFINISHED, useBestRun, useProfile, useRuns } from "../api/queries";
import type { Model, Run } from "../api/types";
import { metricInterval, metricName, metricText } from "../accuracy";
import { ago, counted, percent } from "../format";
import { configWords } from "../runs";
import { FindBestButton } from "./FindBestButton";
import { LinkButton } from "./LinkButton";
import { Meter } from "./Meter";
import { ProfileButton } from "./ProfileButton";
import { Readout } from "./Readout";
import { ShareBar } from "./ShareBar";
import classes from "./VerdictCards.module.css";
import { VerdictTag } from "./VerdictTag";

const TYPES_SHOWN = 3;

/** The four answers people come for: how fast, how soon, where the time goes, and how right. */
export function VerdictCards({ model }: { model: Model }) {
  const unfinished = useRuns({ kind: EXPERIMENTS, state: UNFINISHED, model: [model.id] }).data?.runs ?? [];
  const profiles = useRuns({ kind: ["profile"], model: [model.id], limit: 5 }).data?.runs ?? [];
  const fastest = useBestRun(model.id, "throughput");
  const soonest = useBestRun(model.id, "latency");
  const working = unfinished.at(-1); // the queue goes oldest first
  return (
    <div className={classes.cards}>
      <Card title="Most frames per second" run={fastest} link={fastest && <ResultLink model={model} run={fastest} />}>
        {fastest?.headline ? (
          <Readout label={configWords(fastest.config)} value={fastest.headline.throughput_fps} unit="FPS" note={ago(fastest.ended)} />
        ) : (
          <Unmeasured working={working}>
            The configuration that gets the most frames per second out of this machine.
            <FindBestButton model={model} />
          </Unmeasured>
        )}
      </Card>
      <Card title="Lowest latency" run={soonest} link={soonest && <ResultLink model={model} run={soonest} />}>
        {soonest?.headline ? (
          <Readout label={configWords(soonest.config)} value={soonest.headline.latency_ms} unit="ms" note={`median, ${ago(soonest.ended)}`} />
        ) : (
          <Unmeasured working={working}>
            How soon one answer comes back, with its interval.
            <FindBestButton model={model} goal="latency" />
          </Unmeasured>
        )}
      </Card>
      <TimeCard model={model} profiles={profiles} />
      <AccuracyCard model={model} />
    </div>
  );
}

function TimeCard({ model, profiles }: { model: Model; profiles: readonly Run[] }) {
  const newest = profiles.find((run) => run.state === "succeeded");
  const working = profiles.find((run) => run.state === "running" || run.state === "starting" || run.state === "queued");
  const profile = useProfile(newest).data;
  return (
    <Card
      title="Where the time goes"
      link={
        newest && (
          <Link to="/models/$id/layers" params={{ id: model.id }} search={{ run: newest.id }}>
            Layers <IconArrowRight size={15} aria-hidden />
          </Link>
        )
      }
    >
      {profile ? (
        <ul className={classes.types}>
          {profile.by_type.slice(0, TYPES_SHOWN).map((share) => (
            <li key={share.name}>
              <span className="clip">{share.name}</span>
              <ShareBar share={share.share} />
              <span className="num">{percent(share.share, 0)}</span>
            </li>
          ))}
          <li className={classes.rest}>
            of {profile.layers.length} executed layers, {ago(newest?.ended)}
          </li>
        </ul>
      ) : (
        <Unmeasured working={working}>
          Time, kernel and precision of every layer, and how close each comes to what the machine can do.
          <ProfileButton model={model} variant="default" />
        </Unmeasured>
      )}
    </Card>
  );
}

function AccuracyCard({ model }: { model: Model }) {
  const runs = useRuns({ kind: ["accuracy"], model: [model.id], points: true, limit: 50 }).data?.runs ?? [];
  const newest = runs.find(({ accuracy }) => accuracy?.metric);
  const metric = newest?.accuracy?.metric;
  const working = runs.findLast(({ state }) => UNFINISHED.includes(state));
  return (
    <Card
      title="How right it is"
      link={
        newest && (
          <Link to="/models/$id/accuracy" params={{ id: model.id }} search={{ run: newest.id }}>
            Accuracy <IconArrowRight size={15} aria-hidden />
          </Link>
        )
      }
    >
      {metric ? (
        <Readout label={metricName(metric.name)} value={metricText(metric.name, metric.value)} note={[metricInterval(metric), counted(newest.accuracy?.samples ?? 0, "picture"), ago(newest.ended)].filter(Boolean).join(", ")} />
      ) : (
        <Unmeasured working={working}>
          On your labelled pictures: figures, classes, and what it gets wrong.
          <LinkButton to="/models/$id/accuracy" params={{ id: model.id }} variant="default" leftSection={<IconTarget size={16} />}>
            Measure the accuracy
          </LinkButton>
        </Unmeasured>
      )}
    </Card>
  );
}

function Card({ title, run, link, children }: { title: string; run?: Run; link?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.card}>
      <header className="spread">
        <h2>{title}</h2>
        {run?.headline && <VerdictTag verdict={run.headline.verdict} />}
      </header>
      <div className={classes.body}>{children}</div>
      {link && <footer>{link}</footer>}
    </section>
  );
}

function ResultLink({ model, run }: { model: Model; run: Run }) {
  return (
    <Link to="/models/$id/experiments" params={{ id: model.id }} search={{ run: run.id }}>
      Result <IconArrowRight size={15} aria-hidden />
    </Link>
  );
}

function Unmeasured({ working, children }: { working?: Run; children: ReactNode }) {
  if (working) {
    return (
      <div className={classes.unmeasured}>
        <p>{working.state === "queued" ? "Waits for its turn." : [working.progress.phase, working.progress.message].filter(Boolean).join(" · ")}</p>
        <Meter fraction={working.state === "queued" ? 0 : working.progress.fraction} label="Progress" />
      </div>
    );
  }
  return <div className={classes.unmeasured}>{children}</div>;
}
