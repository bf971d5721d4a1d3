import { useCallback, useMemo, useRef } from "react";
import { useAccuracy, useAgainst, type Accuracy } from "../../api/accuracy";
import { useRun } from "../../api/queries";
import { counted } from "../../format";
import { EffectivePanel } from "../EffectivePanel";
import { EnvironmentPanel } from "../EnvironmentPanel";
import { ErrorNote } from "../ErrorNote";
import { Panel } from "../Panel";
import classes from "./AccuracyResult.module.css";
import { accuracyRunName, AgainstSelect, useComparable } from "./AgainstSelect";
import { AccuracyVerdict } from "./AccuracyVerdict";
import { ClassTable } from "./ClassTable";
import { ConfusionTable, isWide } from "./ConfusionTable";
import { Gallery, NOTHING } from "./Gallery";
import { MetricTable } from "./MetricTable";
import { OutputTable } from "./OutputTable";
import { ReadingPanel } from "./ReadingPanel";
import { labelOf, useAccuracyView } from "./useAccuracyView";

/** What a measurement of accuracy found: verdict, figures, classes, pictures, and how it came about. */
export function AccuracyResult({ result, name }: { result: Accuracy; name: string }) {
  const [view, setView] = useAccuracyView();
  const comparable = useComparable(result);
  const against = useAgainst(result.run, view.against);
  const other = useRun(view.against).data;
  const otherResult = useAccuracy(other).data;
  const beside = useMemo(() => (view.against && other ? { run: view.against, name: accuracyRunName(other) } : undefined), [view.against, other]);
  const classed = result.per_class.length > 0 || result.confusion.length > 0;
  const chosen = view.given === undefined && view.label !== NOTHING ? undefined : { truth: labelOf(view.label) ?? null, given: labelOf(view.given) ?? null };
  const written = (label: number | null) => (label === null ? NOTHING : String(label));
  const setSort = useCallback((order: string) => setView({ classes: order }), [setView]);
  const pictures = useRef<HTMLDivElement>(null);
  /** Pictures of a class or of a confusion. They stand above the tables, mostly out of sight: without going there a click seems to do nothing. */
  const show = useCallback(
    (label: string, given: string | undefined) => {
      setView({ label, given, outcome: undefined, picture: undefined });
      pictures.current?.scrollIntoView({ block: "start" });
    },
    [setView],
  );
  const choose = useCallback((label: number) => show(String(label), undefined), [show]);
  return (
    <>
      <Panel>
        <div className="stack">
          <AccuracyVerdict result={result} against={against.data} />
          <div className={classes.against}>
            <AgainstSelect runs={comparable} value={view.against} onChange={(run) => setView({ against: run, picture: undefined, sort: run ? "change" : undefined })} />
            {against.data && <span className="quiet-text">Both on the {counted(against.data.result.samples, result.sample_kind)} that both have seen, paired.</span>}
          </div>
          {against.error && <ErrorNote error={against.error} />}
          <MetricTable result={result} name={name} against={against.data && beside ? { name: beside.name, found: against.data } : undefined} />
        </div>
      </Panel>
      <OutputTable result={result} />
      <div ref={pictures} className={classes.pictures}>
        <Gallery result={result} against={against.data ? beside : undefined} />
      </div>
      {classed && (
        <div className={isWide(result) ? classes.one : classes.two}>
          <ClassTable result={result} other={otherResult && beside ? { name: beside.name, result: otherResult } : undefined} sort={view.classes ?? "value"} onSort={setSort} selected={view.given === undefined ? labelOf(view.label) : undefined} onSelect={choose} />
          <ConfusionTable result={result} chosen={chosen} onChoose={(truth, given) => show(written(truth), written(given))} />
        </div>
      )}
      <ReadingPanel result={result} />
      <div className={classes.even}>
        <EffectivePanel config={result.config} effective={result.effective} input={`${result.sample_kind}s of the dataset`} />
        <EnvironmentPanel environment={result.environment} />
      </div>
    </>
  );
}
