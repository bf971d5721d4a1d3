import classes from "./Legend.module.css";

/** What the colours of the graphs stand for. */
export function Legend({ entries }: { entries: readonly { label: string; colour: string }[] }) {
  return (
    <ul className={classes.legend} aria-label="Legend" tabIndex={0}>
      {entries.map(({ label, colour }) => (
        <li key={label}>
          <span className={classes.swatch} style={{ background: colour }} aria-hidden />
          {label}
        </li>
      ))}
    </ul>
  );
}
