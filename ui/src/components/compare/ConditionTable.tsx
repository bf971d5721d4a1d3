import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { Fragment } from "react";
import type { Comparison, Condition } from "../../api/comparison";
import { words } from "../../format";
import classes from "./CompareTable.module.css";
import { SubjectMark } from "./SubjectMark";

const GROUPS: readonly Condition["group"][] = ["model", "configuration", "measuring", "environment"];

/** Every condition that differs, and what that does to the figures. */
export function ConditionTable({ comparison }: { comparison: Comparison }) {
  const { subjects, conditions } = comparison;
  if (conditions.length === 0) {
    return (
      <p className="row quiet-text">
        <IconCircleCheck size={17} color="var(--ok)" aria-hidden /> No condition differs: same model, configuration, way of measuring and machine.
      </p>
    );
  }
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Conditions that differ">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Condition</th>
            {subjects.map((_, index) => (
              <th key={index} scope="col">
                <SubjectMark index={index} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {GROUPS.map((group) => {
            const found = conditions.filter((condition) => condition.group === group);
            if (found.length === 0) return null;
            return (
              <Fragment key={group}>
                <tr className={classes.group}>
                  <th scope="colgroup" colSpan={subjects.length + 1}>
                    {words(group)}
                  </th>
                </tr>
                {found.map((condition) => (
                  <Differing key={condition.field} condition={condition} />
                ))}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Differing({ condition: { field, values, caveat } }: { condition: Condition }) {
  return (
    <>
      <tr style={caveat ? { borderBottom: 0 } : undefined}>
        <th scope="row" style={caveat ? { borderBottom: 0 } : undefined}>
          {words(field)}
        </th>
        {values.map((value, index) => (
          <td key={index} className={value === values[0] ? undefined : classes.odd} style={caveat ? { borderBottom: 0 } : undefined}>
            {value ?? <span className={classes.soft}>not known</span>}
          </td>
        ))}
      </tr>
      {caveat && (
        <tr className={classes.caveat}>
          <td />
          <td colSpan={values.length}>
            <span>
              <IconAlertTriangle size={16} aria-hidden /> {caveat}
            </span>
          </td>
        </tr>
      )}
    </>
  );
}
