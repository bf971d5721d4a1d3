import type { Profile, Share } from "../api/types";
import { counted, microseconds, percent } from "../format";
import { ShareBar } from "./ShareBar";
import classes from "./SharePane.module.css";

/** Time by type and by precision; a click filters the table. */
export function SharePane({ profile, q, onFilter }: { profile: Profile; q: string; onFilter: (text: string) => void }) {
  return (
    <div className={classes.pane}>
      <Shares title="By type" field="type" shares={profile.by_type} q={q} onFilter={onFilter} />
      <Shares title="By precision" field="prec" shares={profile.by_precision} q={q} onFilter={onFilter} />
    </div>
  );
}

interface Props {
  title: string;
  field: string;
  shares: readonly Share[];
  q: string;
  onFilter: (text: string) => void;
}

function Shares({ title, field, shares, q, onFilter }: Props) {
  return (
    <section>
      <h3>{title}</h3>
      <ul className={classes.list}>
        {shares.map((share) => {
          const term = `${field}:${share.name}`;
          const on = q.split(/\s+/).includes(term);
          return (
            <li key={share.name}>
              <button
                type="button"
                aria-pressed={on}
                title={`${microseconds(share.time_us)} in ${counted(share.count, "layer")}`}
                onClick={() => onFilter(on ? q.split(/\s+/).filter((word) => word !== term).join(" ") : `${q} ${term}`.trim())}
              >
                <span className="clip">{share.name}</span>
                <span className={`${classes.count} num`}>{share.count}</span>
                <ShareBar share={share.share} />
                <span className="num">{percent(share.share)}</span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
