import type { ReactNode } from "react";
import classes from "./Tag.module.css";

export type Tone = "plain" | "accent" | "ok" | "warn" | "bad";

/** A small label; the tone is never the only sign, so a tag has words and mostly an icon. */
export function Tag({ tone = "plain", icon, children, title }: { tone?: Tone; icon?: ReactNode; children: ReactNode; title?: string }) {
  return (
    <span className={`${classes.tag} ${classes[tone]}`} title={title}>
      {icon}
      {children}
    </span>
  );
}
