import { SegmentedControl } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { Comparison } from "../../api/comparison";
import { useProfile, useRun } from "../../api/queries";
import { letter } from "../../compare";
import type { CompareView } from "../../views";
import { OverlayScatter } from "../charts/OverlayScatter";
import { Panel } from "../Panel";
import { ConditionTable } from "./ConditionTable";
import { FigureTable } from "./FigureTable";
import { GraphCompare } from "./GraphCompare";
import { LayerCompare } from "./LayerCompare";
import { ShareCompare } from "./ShareCompare";

export type DetailSearch = Partial<Record<"beside" | "q" | "sort" | "group" | "alone", string>> & { view?: CompareView };

interface Props {
  comparison: Comparison;
  view: CompareView;
  search: DetailSearch;
  onSearch: (part: DetailSearch) => void;
}

/** One view of a comparison in full. */
export function CompareDetails({ comparison, view, search, onSearch }: Props) {
  const navigate = useNavigate();
  const { subjects } = comparison;
  const other = Math.max(1, Math.min(subjects.length - 1, Number(search.beside ?? 1) || 1));
  if (view === "points") {
    return (
      <Panel>
        <OverlayScatter subjects={subjects} onOpen={(run) => void navigate({ to: "/runs/$id", params: { id: run } })} />
      </Panel>
    );
  }
  if (view === "layers") {
    return (
      <>
        <LayerCompare
          comparison={comparison}
          other={other}
          onOther={(index) => onSearch({ beside: String(index) })}
          q={search.q ?? ""}
          onFilter={(q) => onSearch({ q: q || undefined })}
          unmatched={search.alone !== undefined}
          onUnmatched={(only) => onSearch({ alone: only ? "yes" : undefined })}
          sort={search.sort ?? "-difference"}
          onSort={(sort) => onSearch({ sort })}
          group={search.group}
          onGroup={(group) => onSearch({ group })}
          onGraph={() => onSearch({ view: "graphs" })}
        />
        <Shares subjects={[subjects[0], subjects[other]]} indexes={[0, other]} />
      </>
    );
  }
  if (view === "graphs") {
    return (
      <>
        {subjects.length > 2 && (
          <SegmentedControl
            aria-label="Which subject beside the reference"
            style={{ alignSelf: "flex-start" }}
            value={String(other)}
            onChange={(beside) => onSearch({ beside })}
            data={subjects.slice(1).map((_, index) => ({ value: String(index + 1), label: `${letter(0)} and ${letter(index + 1)}` }))}
          />
        )}
        <GraphCompare comparison={comparison} other={other} group={search.group} onGroup={(group) => onSearch({ group })} />
      </>
    );
  }
  return (
    <>
      <Panel title="Figures">
        <FigureTable comparison={comparison} />
      </Panel>
      <Panel title="Conditions that differ">
        <ConditionTable comparison={comparison} />
      </Panel>
    </>
  );
}

function Shares({ subjects, indexes }: { subjects: readonly (Comparison["subjects"][number] | undefined)[]; indexes: readonly number[] }) {
  const a = useProfile(useRun(subjects[0]?.profile ?? undefined).data).data;
  const b = useProfile(useRun(subjects[1]?.profile ?? undefined).data).data;
  if (!a && !b) return null;
  return <ShareCompare profiles={[a, b]} indexes={indexes} />;
}
