import { Button } from "@mantine/core";
import { IconRepeat, IconScale, IconStar, IconAlertTriangle } from "@tabler/icons-react";
import { useStartTune, type TuneRequest } from "../api/queries";
import type { Headline, Run, Search, SearchPoint, Tune } from "../api/types";
import { noiseWords, sureness } from "../compare";
import { counted, figure, milliseconds, whole, words } from "../format";
import { capital, pointWords } from "../runs";
import { WordTag } from "./compare/WordTag";
import { ErrorNote } from "./ErrorNote";
import { LinkButton } from "./LinkButton";
import { Panel } from "./Panel";
import { Readout } from "./Readout";
import classes from "./TuneAnswer.module.css";
import { VerdictTag } from "./VerdictTag";

interface Props {
  run: Run;
  search: Search;
  tune: Tune;
  selected: string | undefined;
  onSelect: (run: string) => void;
  onStarted: (run: Run) => void;
}

/** What a search for the best found: the answer in a sentence, against the engine's own hint, and what it rests on. */
export function TuneAnswer({ run, search, tune, selected, onSelect, onStarted }: Props) {
  const again = useStartTune();
  const found = tune.best ?? tune.nearest;
  const point = search.points.find((one) => one.run === found?.run);
  const hint = hintOf(tune);
  const repeat = () =>
    again.mutate({ model: tune.model ?? "", goal: tune.goal, space: tune.space as TuneRequest["space"], budget_s: tune.budget_s }, { onSuccess: onStarted });
  return (
    <Panel>
      <div className={classes.answer}>
        <div className={classes.head}>
          {tune.best ? <IconStar className={classes.star} aria-hidden /> : <IconAlertTriangle className={classes.none} aria-hidden />}
          <div className="grow">
            <h2 className={classes.sentence}>{point?.headline ? sentence(tune, point, point.headline) : found?.reason}</h2>
            <Against tune={tune} />
          </div>
          <div className={classes.buttons}>
            {found && (
              <LinkButton to="/runs/$id" params={{ id: found.run }} variant="default">
                Open run
              </LinkButton>
            )}
            {found && hint && hint !== found.run && (
              <LinkButton to="/compare" search={{ run: [hint, found.run] }} variant="default" leftSection={<IconScale size={16} />}>
                Compare with hint
              </LinkButton>
            )}
            <Button variant="default" leftSection={<IconRepeat size={16} />} loading={again.isPending} onClick={repeat}>
              Measure again
            </Button>
          </div>
        </div>
        {again.error && <ErrorNote error={again.error} />}
        <div className={classes.cards}>
          {cardsOf(search, tune).map(({ title, point: shown }) => (
            <Card key={title} title={title} point={shown} chosen={shown.run === selected} onSelect={onSelect} />
          ))}
        </div>
        <p className="quiet-text">{effort(run, search, tune)}</p>
      </div>
    </Panel>
  );
}

/** The answer beside the engine's own hint, measured in turns. */
function Against({ tune }: { tune: Tune }) {
  const [reference, subject] = tune.comparison?.subjects ?? [];
  const what = tune.goal.kind === "latency" ? "latency_p50" : "throughput";
  const delta = subject?.deltas.find((one) => one.what === what);
  if (!tune.best) return null;
  if (!reference || !delta || tune.baselines.includes(tune.best.run)) return <p className={classes.against}>{tune.best.reason}</p>;
  const { value, low, high } = delta.ratio;
  return (
    <p className={classes.against}>
      <WordTag word={delta.word} title={sureness(delta)} />
      <span>
        <b className="num">
          {figure(value, 3)}× [{figure(low, 3)}, {figure(high, 3)}]
        </b>{" "}
        the {what === "throughput" ? "throughput" : "latency"} of the engine’s own {reference.subject.config.hint} hint, measured side by side in {counted(tune.comparison?.pairs ?? 0, "pair")}
        {delta.word === "cant_tell" && `; ${noiseWords(delta)}`}
      </span>
    </p>
  );
}

function Card({ title, point, chosen, onSelect }: { title: string; point: SearchPoint; chosen: boolean; onSelect: (run: string) => void }) {
  if (!point.headline || !point.run) return null;
  const { run, headline, config } = point;
  return (
    <button type="button" className={classes.card} aria-pressed={chosen} onClick={() => onSelect(run)}>
      <span className="spread">
        <span className={classes.title}>{title}</span>
        <VerdictTag verdict={headline.verdict} />
      </span>
      <span className={classes.name}>{capital(pointWords(config))}</span>
      <span className={classes.figures}>
        <Readout size="small" label="Throughput" value={headline.throughput_fps} unit="FPS" digits={4} />
        <Readout size="small" label="Median latency" value={headline.latency_ms} unit="ms" digits={3} />
        {headline.latency_p99_ms && <Readout size="small" label="p99" value={milliseconds(headline.latency_p99_ms.value)} />}
      </span>
    </button>
  );
}

function sentence(tune: Tune, { config }: SearchPoint, headline: Headline): string {
  const figures = `${figure(headline.throughput_fps.value, 4)} frames/s at ${milliseconds(headline.latency_ms.value)}`;
  const answer = `${capital(pointWords(config))}: ${figures}`;
  return tune.best ? answer : `Nothing meets the limit. The nearest: ${answer}`;
}

interface CardPlan {
  title: string;
  point: SearchPoint;
}

/** The ends of the front, and the answer to the search's own question; those that are the same configuration are one card. */
function cardsOf(search: Search, tune: Tune): CardPlan[] {
  const limit = tune.goal.latency_limit_ms; // the page may show the points under another limit, this answer was not asked under it
  const wanted: [string, string | undefined][] = [
    ["Most throughput", search.pareto.at(-1)],
    ["Lowest latency", search.pareto[0]],
    [limit == null ? "Best" : `Best within ${milliseconds(limit)}`, tune.best?.run],
  ];
  const titles = new Map<string, string>();
  for (const [title, run] of wanted) {
    if (run === undefined) continue;
    const before = titles.get(run);
    titles.set(run, before === undefined || title === "Best" ? (before ?? title) : `${before} · ${title.toLowerCase()}`);
  }
  return [...titles].flatMap(([run, title]) => {
    const point = search.points.find((one) => one.run === run);
    return point ? [{ title, point }] : [];
  });
}

/** How the answer was come by, in one line. */
function effort(run: Run, search: Search, tune: Tune): string {
  const parts = [
    `${whole(tune.tried)} of ${counted(tune.candidates, "configuration was", "configurations were")} tried in ${spent(run)}`,
    search.failed > 0 && `${whole(search.failed)} could not be measured`,
    tune.stop_reason && `ended: ${words(tune.stop_reason).toLowerCase()}`,
  ];
  return `${parts.filter(Boolean).join("; ")}.`;
}

function spent(run: Run): string {
  const seconds = (Date.parse(run.ended ?? "") - Date.parse(run.started ?? "")) / 1000;
  return Number.isFinite(seconds) ? `${whole(seconds)} s` : "–";
}

/** The run of the hint that the answer was compared with, or of the first. */
function hintOf(tune: Tune): string | undefined {
  const compared = tune.comparison?.subjects[0]?.subject.config.hint;
  return tune.runs.find((one) => tune.baselines.includes(one.run) && one.config.hint === compared)?.run ?? tune.baselines[0];
}
