import { ActionIcon, Button, Tooltip } from "@mantine/core";
import { IconFlag, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Delta } from "../../api/comparison";
import { change, changeInterval, figureName, letter, noiseWords, sureness } from "../../compare";
import { RatioBar, reachOf } from "./RatioBar";
import { SubjectMark } from "./SubjectMark";
import classes from "./VerdictLines.module.css";
import { WordTag } from "./WordTag";

export interface VerdictLine {
  name: string;
  /** What it is in detail: configuration, when, where. */
  about: ReactNode;
  /** The run behind it. */
  run: string | null;
  /** Its figures against the reference's; empty for the reference. */
  deltas: readonly Delta[];
}

interface Props {
  lines: readonly VerdictLine[];
  onReference?: (index: number) => void;
  onRemove?: (index: number) => void;
}

/** The figures that make a verdict; all others stand in the table below. The last is what profiles have alone. */
const DECIDING = ["throughput", "latency_p50", "profile_latency"];

/** One line for each subject: is it faster than the reference, by how much, how sure. */
export function VerdictLines({ lines, onReference, onRemove }: Props) {
  const shown = lines.map((line) => DECIDING.flatMap((what) => line.deltas.filter((delta) => delta.what === what)));
  const reach = reachOf(shown.flat());
  return (
    <ol className={classes.lines} aria-label="Verdicts">
      {lines.map((line, index) => (
        <li key={index} className={classes.line}>
          <SubjectMark index={index} />
          <div className={classes.who}>
            {line.run ? (
              <Link to="/runs/$id" params={{ id: line.run }} className={classes.name}>
                {line.name}
              </Link>
            ) : (
              <span className={classes.name}>{line.name}</span>
            )}
            <span className={classes.about}>{line.about}</span>
          </div>
          <div className={classes.verdicts}>
            {index === 0 ? (
              <span className={classes.reference}>
                <IconFlag size={16} aria-hidden /> Reference: the others are compared with {letter(0)}
              </span>
            ) : (
              shown[index]?.map((delta) => <Answer key={delta.what} delta={delta} reach={reach} />)
            )}
            {index > 0 && shown[index]?.length === 0 && <span className="quiet-text">No figure that both have.</span>}
          </div>
          <div className={classes.actions}>
            {index > 0 && onReference && (
              <Button variant="subtle" color="gray" className={classes.turn} aria-label="Make reference" title={`Compare the others with ${letter(index)}`} onClick={() => onReference(index)}>
                <IconFlag size={17} aria-hidden /> <span className={classes.turnWord}>Make reference</span>
              </Button>
            )}
            {onRemove && (
              <Tooltip label={`Take ${letter(index)} out`}>
                <ActionIcon aria-label={`Take ${letter(index)} out`} onClick={() => onRemove(index)}>
                  <IconX size={17} />
                </ActionIcon>
              </Tooltip>
            )}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Answer({ delta, reach }: { delta: Delta; reach: number }) {
  return (
    <div className={classes.answer}>
      <span className={classes.what}>{figureName(delta.what)}</span>
      <WordTag word={delta.word} title={sureness(delta)} />
      <b className={`${classes.ratio} num`}>{change(delta.ratio.value)}</b>
      <span className={`${classes.interval} num`}>
        {changeInterval(delta)}
        {delta.word === "cant_tell" && <span className={classes.noise}>{noiseWords(delta)}</span>}
      </span>
      <RatioBar delta={delta} reach={reach} />
    </div>
  );
}
