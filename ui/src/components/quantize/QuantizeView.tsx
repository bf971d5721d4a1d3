import { SegmentedControl, Skeleton } from "@mantine/core";
import { IconHourglassLow, IconPlayerStop } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, type ReactNode } from "react";
import { useAttempts, useQuantization, type Attempts } from "../../api/quantize";
import { UNFINISHED } from "../../api/queries";
import type { Run } from "../../api/types";
import { boundWords } from "../../quantize";
import { LOSS_AXES, type LossAxis } from "../../views";
import { LossChart } from "../charts/LossChart";
import { ErrorNote } from "../ErrorNote";
import { JobCard } from "../JobCard";
import { LinkButton } from "../LinkButton";
import { Panel } from "../Panel";
import { RunEnding } from "../RunEnding";
import { AttemptDetail } from "./AttemptDetail";
import { AttemptTable } from "./AttemptTable";
import classes from "./QuantizeView.module.css";
import { QuantizeAnswer } from "./QuantizeAnswer";
import { QuantizeDetails } from "./QuantizeDetails";
import { RankingTable } from "./RankingTable";

/** What of a quantization is looked at; all of it stands in the address. */
export interface QuantizeViewState {
  /** The chosen attempt, by its step. */
  attempt?: string;
  /** The order of the attempts, and that of the operations. */
  attempts?: string;
  ranking?: string;
  over?: LossAxis;
}

/** A quantization wherever it stands: candidates as they come, then what it came to; what was tried stays whatever ended it. */
export function QuantizeView({ run }: { run: Run }) {
  const view = useSearch({ strict: false }) as QuantizeViewState;
  const navigate = useNavigate();
  const answer = useAttempts(run);
  const result = useQuantization(run);
  const set = useCallback((part: QuantizeViewState) => void navigate({ to: ".", search: (old) => ({ ...old, ...part }), replace: true, resetScroll: false }), [navigate]);
  const select = useCallback((step: number) => set({ attempt: String(step) }), [set]);
  const sortAttempts = useCallback((attempts: string) => set({ attempts }), [set]);
  const sortRanking = useCallback((ranking: string) => set({ ranking }), [set]);
  const unfinished = UNFINISHED.includes(run.state);
  const found = answer.data;
  const attempts = found?.attempts ?? [];
  const ranking = found?.ranking ?? [];
  const best = result.data?.chosen ?? [...attempts].reverse().find((one) => one.best)?.step;
  const chosen = attempts.find(({ step }) => String(step) === view.attempt) ?? attempts.find(({ step }) => step === best);
  const kept = attempts.find(({ step }) => step === best)?.kept_float ?? [];
  return (
    <div className={classes.view}>
      {unfinished && <JobCard run={run} />}
      <RunEnding run={run} />
      {(answer.error ?? result.error) && <ErrorNote error={answer.error ?? result.error} retry={() => void (answer.error ? answer : result).refetch()} />}
      {(answer.isPending || (run.state === "succeeded" && result.isPending)) && <Skeleton height={320} />}
      {result.data && <QuantizeAnswer result={result.data} />}
      {found && run.state !== "succeeded" && (unfinished || attempts.length > 0) && <SoFar found={found} unfinished={unfinished} />}
      {found && attempts.length > 0 && (
        <Panel
          title={unfinished ? "Tried so far" : "What was tried"}
          note={`Largest loss: ${boundWords(found.bound, found.metric)}`}
        >
          <div className="stack">
            {attempts.length > 1 && <Drawn found={found} selected={chosen?.step} over={view.over} onOver={(over) => set({ over })} onSelect={select} />}
            <AttemptTable attempts={attempts} kind={found.sample_kind} bound={found.bound} best={best} selected={chosen?.step} onSelect={select} sort={view.attempts ?? "step"} onSort={sortAttempts} />
            {chosen && run.model && <AttemptDetail attempt={chosen} kind={found.sample_kind} model={run.model} best={chosen.step === best} />}
          </div>
        </Panel>
      )}
      {ranking.length > 0 && <RankingTable ranking={ranking} kept={kept} sort={view.ranking ?? "place"} onSort={sortRanking} />}
      {result.data && <QuantizeDetails result={result.data} />}
    </div>
  );
}

interface DrawnProps {
  found: Attempts;
  selected: number | undefined;
  over: LossAxis | undefined;
  onOver: (over: LossAxis) => void;
  onSelect: (step: number) => void;
}

const AXIS_NAMES: Record<LossAxis, string> = { order: "Over attempts", speed: "Over speed" };

/** The candidates as dots; over their speed where that was measured of all, unless wished otherwise. */
function Drawn({ found: { attempts, bound }, selected, over, onOver, onSelect }: DrawnProps) {
  const timed = attempts.filter((one) => one.speed).length;
  const shown: LossAxis = timed === 0 ? "order" : (over ?? (timed === attempts.length ? "speed" : "order"));
  const choice: ReactNode = timed > 0 && (
    <SegmentedControl size="xs" aria-label="What lies to the right" value={shown} onChange={(value) => onOver(value as LossAxis)} data={LOSS_AXES.map((value) => ({ value, label: AXIS_NAMES[value] }))} />
  );
  return <LossChart attempts={attempts} bound={bound} selected={selected} over={shown} onSelect={onSelect} actions={choice} />;
}

/** Where a search stands that has no result, or none yet. */
function SoFar({ found, unfinished }: { found: Attempts; unfinished: boolean }) {
  return (
    <Panel>
      <div className={classes.answer}>
        {unfinished ? <IconHourglassLow className={classes.icon} aria-hidden /> : <IconPlayerStop className={classes.icon} aria-hidden />}
        <div className="grow" role="status">
          <p className={classes.sentence}>{found.verdict}</p>
          {unfinished && <p className="quiet-text">It can be stopped at any time: the best candidate so far is kept as a version.</p>}
        </div>
        {found.model && (
          <LinkButton to="/models/$id" params={{ id: found.model }}>
            Open the version
          </LinkButton>
        )}
      </div>
    </Panel>
  );
}
