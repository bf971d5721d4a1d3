import { Link } from "@tanstack/react-router";
import type { SampleKind } from "../../api/datasets";
import type { Attempt } from "../../api/quantize";
import { counted, whole } from "../../format";
import classes from "./QuantizeView.module.css";

/** The chosen candidate: how it was chosen, and every operation of it that stays in floating point. */
export function AttemptDetail({ attempt, kind, model, best }: { attempt: Attempt; kind: SampleKind; model: string; best: boolean }) {
  const { step, why, kept_float: kept, pictures, decided_early: early } = attempt;
  return (
    <section className={classes.detail} aria-label="Chosen attempt">
      <h3>
        {best ? "Best" : "Chosen"}: attempt {step}, {why}
      </h3>
      <p className="quiet-text">
        {`Judged on ${counted(pictures, kind)}${early ? ", decided early" : ""}. `}
        {kept.length === 0 ? "No operation was put back to floating point." : `${whole(kept.length)} ${kept.length === 1 ? "operation stays" : "operations stay"} in floating point:`}
      </p>
      {kept.length > 0 && (
        <div className={classes.scroll} tabIndex={0}>
          <ul className={classes.names} aria-label="Operations in floating point">
            {kept.map((name) => (
              <li key={name}>
                <Link className="mono" to="/models/$id/graph" params={{ id: model }} search={{ node: name, view: "original" }}>
                  {name}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
