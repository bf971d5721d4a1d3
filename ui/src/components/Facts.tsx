import { Fragment, type ReactNode } from "react";
import classes from "./Facts.module.css";

export type Fact = readonly [label: ReactNode, value: ReactNode];

/** Labels and values, one under the other. Facts without a value are left out. */
export function Facts({ facts, columns = 1 }: { facts: readonly (Fact | null | false | undefined)[]; columns?: 1 | 2 }) {
  return (
    <dl className={`${classes.facts} ${columns === 2 ? classes.two : ""}`}>
      {facts.map(
        (fact, index) =>
          fact &&
          fact[1] !== null &&
          fact[1] !== undefined &&
          fact[1] !== "" && (
            <Fragment key={index}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </Fragment>
          ),
      )}
    </dl>
  );
}
