import type { Comparison, Delta } from "../../api/comparison";
import { change, figureName, figureText, sureness } from "../../compare";
import { interval, spread } from "../../format";
import classes from "./CompareTable.module.css";
import { SubjectMark } from "./SubjectMark";
import { WordTag } from "./WordTag";

/** Every figure of every subject, and how it differs from the reference's. */
export function FigureTable({ comparison }: { comparison: Comparison }) {
  const { subjects, figures, deltas } = comparison;
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Figures">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            {subjects.map((_, index) => (
              <th key={index} scope="col">
                <SubjectMark index={index} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map(({ what, unit, values }) => (
            <tr key={what}>
              <th scope="row">{figureName(what)}</th>
              {values.map((value, index) => (
                <td key={index}>
                  {value ? (
                    <div className={classes.value}>
                      <span className="num" title={interval(value, unit)}>
                        <b>{figureText(value.value, unit)}</b> <span className={classes.soft}>{spread(value)}</span>
                      </span>
                      <Against delta={deltas.find((delta) => delta.subject === index && delta.what === what)} />
                    </div>
                  ) : (
                    <span className={classes.soft}>not measured</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Against({ delta }: { delta: Delta | undefined }) {
  if (!delta) return null;
  return (
    <span className={classes.against}>
      <WordTag word={delta.word} title={sureness(delta)} />
      <span className="num">{change(delta.ratio.value)}</span>
    </span>
  );
}
