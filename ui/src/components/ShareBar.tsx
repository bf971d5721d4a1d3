import classes from "./ShareBar.module.css";

/** A share of a whole (0..1) as a bar in a cell; the figure stands beside it. */
export function ShareBar({ share, most = 1, colour }: { share: number; most?: number; colour?: string }) {
  const width = most > 0 ? Math.max(0, Math.min(1, share / most)) * 100 : 0;
  return (
    <span className={classes.track} aria-hidden>
      <span className={classes.fill} style={{ width: `${width}%`, background: colour }} />
    </span>
  );
}
