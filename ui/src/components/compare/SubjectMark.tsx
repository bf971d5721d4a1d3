import { letter } from "../../compare";
import classes from "./SubjectMark.module.css";

const PATHS = [
  <circle key="0" cx="8" cy="8" r="6" />,
  <rect key="1" x="2.5" y="2.5" width="11" height="11" />,
  <path key="2" d="M8 1.5 15 14H1z" />,
  <path key="3" d="M8 .8 15.2 8 8 15.2.8 8z" />,
  <path key="4" d="M8 15.5 3.5 8.5a5.2 5.2 0 1 1 9 0z" />,
  <path key="5" d="M8 1 14.5 15 8 11.5 1.5 15z" />,
];

/** The sign of a subject everywhere on the page of a comparison: shape, colour, letter. */
export function SubjectMark({ index }: { index: number }) {
  return (
    <span className={classes.mark}>
      <svg width="16" height="16" viewBox="0 0 16 16" fill={`var(--series-${index + 1})`} aria-hidden>
        {PATHS[index]}
      </svg>
      {letter(index)}
    </span>
  );
}
