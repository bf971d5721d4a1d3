import type { Profile } from "../../api/types";
import { microseconds, percent } from "../../format";
import { Panel } from "../Panel";
import { ShareBar } from "../ShareBar";
import classes from "./ShareCompare.module.css";
import { SubjectMark } from "./SubjectMark";

/** Where the time of two subjects goes, by type and by precision, side by side. */
export function ShareCompare({ profiles, indexes }: { profiles: readonly (Profile | undefined)[]; indexes: readonly number[] }) {
  return (
    <div className={classes.two}>
      <SharePair title="Layer types" shares={profiles.map((profile) => profile?.by_type ?? [])} indexes={indexes} />
      <SharePair title="Precision" shares={profiles.map((profile) => profile?.by_precision ?? [])} indexes={indexes} />
    </div>
  );
}

function SharePair({ title, shares, indexes }: { title: string; shares: readonly Profile["by_type"][]; indexes: readonly number[] }) {
  const names = [...new Set(shares.flat().map((share) => share.name))];
  const time = (name: string) => Math.max(...shares.map((side) => side.find((share) => share.name === name)?.time_us ?? 0));
  names.sort((a, b) => time(b) - time(a));
  const most = Math.max(...shares.flat().map((share) => share.time_us), 0);
  return (
    <Panel title={title} note="Time in layers, and the share of it">
      <table className={classes.table}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Subject</th>
            <th scope="col">Time</th>
          </tr>
        </thead>
        {names.map((name) => (
          <tbody key={name}>
            {shares.map((side, index) => {
              const share = side.find((one) => one.name === name);
              const subject = indexes[index] ?? 0;
              return (
                <tr key={subject}>
                  {index === 0 && (
                    <th scope="rowgroup" rowSpan={shares.length}>
                      {name}
                    </th>
                  )}
                  <td>
                    <SubjectMark index={subject} />
                  </td>
                  <td className={classes.bar}>{share && <ShareBar share={share.time_us} most={most} colour={`var(--series-${subject + 1})`} />}</td>
                  <td className="num">{share ? microseconds(share.time_us) : "–"}</td>
                  <td className={`num ${classes.soft}`}>{share ? percent(share.share) : ""}</td>
                  <td className={`num ${classes.soft}`}>{share ? `${share.count} ×` : ""}</td>
                </tr>
              );
            })}
          </tbody>
        ))}
      </table>
    </Panel>
  );
}
