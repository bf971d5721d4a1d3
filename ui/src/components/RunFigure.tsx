import { metricInterval, metricName, metricText } from "../accuracy";
import type { Metric } from "../api/accuracy";
import type { Estimate, Run } from "../api/types";
import { figure, spread } from "../format";
import { effectiveWords } from "../runs";
import { WordTag } from "./compare/WordTag";
import { OutcomeTag } from "./quantize/OutcomeTag";
import { Tag } from "./Tag";
import { VerdictTag } from "./VerdictTag";

/** The one figure that a run is known by in a list: throughput, of a search that of its best point; accuracy; a ratio. */
export function RunFigure({ run: { headline, accuracy, result } }: { run: Run }) {
  if (headline) return <Throughput value={headline.throughput_fps} />;
  if (accuracy?.preview) return <span className="quiet-text">preview</span>;
  if (accuracy?.metric) return <Accuracy metric={accuracy.metric} />;
  switch (result?.kind) {
    case "search":
      return <Throughput value={result.throughput_fps} title={`${result.fits ? "Best" : "Nearest to the limit"} of ${result.points}: ${effectiveWords(result)}`} />;
    case "comparison":
      return (
        <span title={`Throughput of ${result.label}, times that of ${result.reference}: ${figure(result.ratio.low, 4)} to ${figure(result.ratio.high, 4)}`}>
          <b>×{figure(result.ratio.value, 3)}</b> <span className="quiet-text">{spread(result.ratio)}</span>
        </span>
      );
    case "quantize":
      return result.final && <Accuracy metric={result.final} before={result.baseline} />;
    default:
      return null;
  }
}

/** Whether the figures of a run can be trusted, or what its answer is. */
export function RunVerdict({ run: { headline, result } }: { run: Run }) {
  if (headline) return <VerdictTag verdict={headline.verdict} />;
  if (result?.kind === "search") return result.fits ? <VerdictTag verdict={result.verdict} /> : <Tag tone="warn">Limit not met</Tag>;
  if (result?.kind === "comparison") return <WordTag word={result.word} title={`${result.label} beside ${result.reference}`} />;
  return result?.kind === "quantize" ? <OutcomeTag outcome={result.outcome} /> : null;
}

function Throughput({ value, title }: { value: Estimate; title?: string }) {
  return (
    <span title={title}>
      <b>{figure(value.value, 4)}</b> FPS <span className="quiet-text">{spread(value)}</span>
    </span>
  );
}

function Accuracy({ metric, before }: { metric: Metric; before?: Metric | null }) {
  return (
    <span title={before ? `${metricText(before.name, before.value)} before` : metricInterval(metric)}>
      <b>{metricText(metric.name, metric.value)}</b> <span className="quiet-text">{metricName(metric.name)}</span>
    </span>
  );
}
