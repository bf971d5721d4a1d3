import { IconAlertTriangle, IconStar } from "@tabler/icons-react";
import { UNFINISHED } from "../api/queries";
import type { Search } from "../api/types";
import { counted, whole } from "../format";
import { pointWords } from "../runs";
import { Note } from "./Note";
import classes from "./SearchSummary.module.css";

/** The answer of a search in one sentence, and how much of it rests on what. */
export function SearchSummary({ search, onSelect }: { search: Search; onSelect: (run: string) => void }) {
  const found = search.best ?? search.nearest;
  const racing = search.provisional.length;
  const counts = (
    <p className="quiet-text">
      {whole(search.measured)} of {counted(search.total, "point")} measured
      {search.failed > 0 && `, ${whole(search.failed)} could not be`}; {search.pareto.length} on the front.{racing > 0 && ` ${whole(racing)} more ${racing === 1 ? "is" : "are"} still in the race.`}
    </p>
  );
  // Of one that was stopped the note that offers to continue says how much there is.
  if (!found) return UNFINISHED.includes(search.state) && search.measured + racing > 0 ? counts : null;
  const point = search.points.find((one) => one.run === found.run);
  return (
    <Note tone={search.best ? "ok" : "warn"} head={search.best ? <IconStar size={18} aria-label="Best" /> : <IconAlertTriangle size={18} aria-label="Nothing within the limit" />}>
      <p>
        {point && (
          <button type="button" className={classes.name} onClick={() => onSelect(found.run)}>
            {UNFINISHED.includes(search.state) && "So far: "}
            {search.best ? "" : "nearest "}
            {pointWords(point.config)}
          </button>
        )}
        {found.reason}
      </p>
      {counts}
    </Note>
  );
}
