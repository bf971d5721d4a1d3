import { Link } from "@tanstack/react-router";
import type { Rivals } from "../../api/versions";
import { changeInterval, changeText, metricName } from "../../accuracy";
import { figureText } from "../../compare";
import { counted, spread } from "../../format";
import table from "../compare/CompareTable.module.css";
import { reachOf } from "../compare/RatioBar";
import explain from "./ExplainPanel.module.css";
import { MetricFigure, Ratio } from "./VersionTable";
import classes from "./VersionTable.module.css";

/** Reduced floating point beside f32, and an 8-bit version with them: what each loses and what it gains. */
export function RivalsView({ found }: { found: Rivals }) {
  const reach = reachOf(found.rivals.flatMap(({ throughput }) => (throughput ? [throughput] : [])));
  const [reference] = found.rivals;
  return (
    <div className="stack">
      <p className={explain.sentence}>{found.verdict}</p>
      <div className={table.scroll} tabIndex={0} role="region" aria-label="Rivals">
        <table className={`${table.table} ${classes.table}`}>
          <thead>
            <tr>
              <th scope="col">Rival</th>
              <th scope="col">{metricName(found.metric)}</th>
              <th scope="col">Change</th>
              <th scope="col">Throughput</th>
              <th scope="col">Against f32</th>
            </tr>
          </thead>
          <tbody>
            {found.rivals.map((rival) => (
              <tr key={rival.label}>
                <th scope="row">
                  <Link to="/models/$id" params={{ id: rival.model }}>
                    {rival.label}
                  </Link>
                </th>
                <td className="num">{rival.accuracy ? <MetricFigure metric={rival.accuracy} /> : <span className={table.soft}>no figure</span>}</td>
                <td>
                  {rival.change ? (
                    <div className={classes.change}>
                      <span className="num">
                        <b>{changeText(rival.change)}</b> <span className={table.soft}>{changeInterval(rival.change)}</span>
                      </span>
                      {reference && rival.flips != null && (
                        <Link to="/runs/$id" params={{ id: rival.accuracy_run }} search={{ against: reference.accuracy_run }}>
                          {counted(rival.flips, "picture")} changed
                        </Link>
                      )}
                    </div>
                  ) : (
                    <span className={table.soft}>{rival === reference ? "reference" : "not known"}</span>
                  )}
                </td>
                <td className="num">
                  <b>{figureText(rival.throughput_fps.value, "frames/s")}</b> <span className={table.soft}>{spread(rival.throughput_fps)}</span>
                </td>
                <td>{rival.throughput && <div className={classes.change}><Ratio delta={rival.throughput} reach={reach} /></div>}</td>
              </tr>
            ))}
          </tbody>
        </table>
        </div>
      <p className={classes.note}>Speed was measured side by side, in {counted(found.pairs, "pair")} of windows in turns. {found.shown}</p>
      {found.caveats.map((caveat) => (
        <p key={caveat} className="quiet-text">
          {caveat}
        </p>
      ))}
    </div>
  );
}
