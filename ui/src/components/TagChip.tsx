import { IconTag, IconX } from "@tabler/icons-react";
import classes from "./TagChip.module.css";

interface Props {
  tag: string;
  /** Shows the runs that have it. */
  onClick?: () => void;
  onRemove?: () => void;
  /** What more to say, such as how many have it. */
  note?: string;
}

/** A tag that a person gave. */
export function TagChip({ tag, onClick, onRemove, note }: Props) {
  const name = (
    <>
      <IconTag size={13} aria-hidden />
      <span className="clip">{tag}</span>
      {note && <span className={classes.note}>{note}</span>}
    </>
  );
  return (
    <span className={classes.chip} title={tag}>
      {onClick ? (
        <button
          type="button"
          aria-label={`Show runs tagged ${tag}`}
          onClick={(event) => {
            event.stopPropagation();
            onClick();
          }}
        >
          {name}
        </button>
      ) : (
        <span className={classes.name}>{name}</span>
      )}
      {onRemove && (
        <button type="button" className={classes.remove} aria-label={`Take off tag ${tag}`} onClick={onRemove}>
          <IconX size={14} aria-hidden />
        </button>
      )}
    </span>
  );
}
