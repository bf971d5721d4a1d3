import { Button, SegmentedControl, Skeleton } from "@mantine/core";
import { IconPlus, IconScale } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useComparison, type Comparison } from "../api/comparison";
import { useModels, useRun } from "../api/queries";
import { AddSubject } from "../components/compare/AddSubject";
import { CompareDetails } from "../components/compare/CompareDetails";
import { linesOf, pairedNote } from "../components/compare/lines";
import { MeasureSideBySide, PairedAnswer } from "../components/compare/SideBySide";
import { VerdictLines } from "../components/compare/VerdictLines";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { LinkButton } from "../components/LinkButton";
import { Note } from "../components/Note";
import { PageHead } from "../components/PageHead";
import { Panel } from "../components/Panel";
import { MOST_SUBJECTS } from "../compare";
import { runTitle } from "../runs";
import { COMPARE_VIEWS, type CompareView } from "../views";
import classes from "./Compare.module.css";

const VIEW_NAMES: Record<CompareView, string> = { figures: "Figures and conditions", points: "All points", layers: "Layers", graphs: "Graphs" };

/** Two to six results, the difference first. */
export function Compare() {
  const search = useSearch({ from: "/compare" });
  const { run: ids = [], view = "figures", paired } = search;
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  const alone = useAlone(ids);
  const comparison = useComparison(alone !== undefined ? [] : ids);
  const set = (part: Partial<typeof search>) => void navigate({ to: ".", search: (old) => ({ ...old, ...part }), replace: true });
  // Another choice is another page: the way back leads to the one before, and what was measured side by side is not it.
  const choose = (run: string[]) => void navigate({ to: "/compare", search: { run, view } });
  const known = ids.length > 0 && alone === undefined ? comparison.data : undefined;
  return (
    <div className={classes.page}>
      <PageHead
        title="Compare"
        note="The first is the reference; every difference with its interval and a word"
        actions={
          <>
            {known && ids.length < MOST_SUBJECTS && (
              <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
                Add another
              </Button>
            )}
            {known && !comparison.error && <MeasureSideBySide comparison={known} again={known.paired !== null || paired !== undefined} onStarted={(run) => set({ paired: run })} />}
          </>
        }
      />
      {ids.length === 0 && (
        <Start
          title="Compare anything with anything"
          actions={
            <>
              <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
                Choose the first
              </Button>
              <LinkButton variant="default" to="/runs">
                Mark some in the list of runs
              </LinkButton>
            </>
          }
        >
          Two to six benchmarks, searches, profiles or models: another configuration, version, device, machine or day. Choose them here, or mark them in
          the list of runs with x and press c.
        </Start>
      )}
      {alone !== undefined && (
        <Start
          title={`What is ${alone || "it"} compared with?`}
          actions={
            <Button leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
              Choose another
            </Button>
          }
        >
          It becomes the reference.
        </Start>
      )}
      {comparison.error && (
        <>
          <ErrorNote error={comparison.error} />
          <div className="row">
            <Button variant="default" onClick={() => choose(ids.slice(0, -1))}>
              Take the last one out
            </Button>
          </div>
        </>
      )}
      {ids.length > 0 && alone === undefined && comparison.isPending && <Skeleton height={240} />}
      {paired && <PairedAnswer id={paired} />}
      {known && !comparison.error && (
        <>
          <Verdicts comparison={known} ids={ids} onChoose={choose} measuredAgain={paired !== undefined} />
          <SegmentedControl
            className={classes.views}
            aria-label="What to compare"
            value={view}
            onChange={(value) => set({ view: value as CompareView })}
            data={COMPARE_VIEWS.map((value) => ({ value, label: VIEW_NAMES[value] }))}
          />
          <CompareDetails comparison={known} view={view} search={search} onSearch={set} />
        </>
      )}
      {adding && (
        <AddSubject
          taken={ids}
          onClose={() => setAdding(false)}
          onChoose={(id) => {
            setAdding(false);
            choose([...ids, id]);
          }}
        />
      )}
    </div>
  );
}

/** The name of the only subject; nothing when there are more, or when it is a comparison already. */
function useAlone(ids: readonly string[]): string | undefined {
  const [id] = ids;
  const models = useModels();
  const model = models.data?.models.find((listed) => listed.model.id === id)?.model;
  const isRun = ids.length === 1 && models.data !== undefined && !model;
  const run = useRun(isRun ? id : undefined).data;
  if (ids.length !== 1 || run?.kind === "compare") return undefined;
  return model?.name ?? (run && runTitle(run)) ?? "";
}

function Verdicts({ comparison, ids, onChoose, measuredAgain }: { comparison: Comparison; ids: readonly string[]; onChoose: (ids: string[]) => void; measuredAgain: boolean }) {
  // A side-by-side measurement brings several subjects at once; they cannot be turned round one by one.
  const single = comparison.subjects.length === ids.length;
  const first = (index: number) => [ids[index] ?? "", ...ids.filter((_, other) => other !== index)];
  const title = comparison.paired ? "Measured side by side" : measuredAgain ? "From what was stored" : undefined;
  const note = comparison.paired ? pairedNote(comparison, comparison.subjects[0]?.created ?? null) : title && "Taken apart in time: every condition that differs can have made a difference";
  return (
    <Panel title={title} note={note}>
      <VerdictLines
        lines={linesOf(comparison)}
        onReference={single ? (index) => onChoose(first(index)) : undefined}
        onRemove={single && ids.length > 2 ? (index) => onChoose(ids.filter((_, other) => other !== index)) : undefined}
      />
      {comparison.caveats.length > 0 && (
        <div className={classes.caveats}>
          <Note tone="warn">
            <ul>
              {comparison.caveats.map((caveat) => (
                <li key={caveat}>{caveat}</li>
              ))}
            </ul>
          </Note>
        </div>
      )}
    </Panel>
  );
}

function Start({ title, children, actions }: { title: string; children: ReactNode; actions: ReactNode }) {
  return (
    <Panel>
      <EmptyState icon={<IconScale />} title={title} action={<div className="row">{actions}</div>}>
        {children}
      </EmptyState>
    </Panel>
  );
}
