import { Button } from "@mantine/core";
import { IconRepeat } from "@tabler/icons-react";
import type { Run } from "../api/types";
import { lasted, moment } from "../format";
import { configWords } from "../runs";
import { LinkButton } from "./LinkButton";
import { ProfileButton } from "./ProfileButton";
import classes from "./ResultHead.module.css";
import { StateTag } from "./StateTag";
import { useModel } from "../api/queries";

/** Which run is being looked at, and what to do with it next. */
export function ResultHead({ run, onRepeat }: { run: Run; onRepeat?: () => void }) {
  const { data: model } = useModel(run.model ?? "");
  return (
    <header className={classes.head}>
      <div className="grow">
        <div className="row">
          <h2 className="clip">{configWords(run.config)}</h2>
          <StateTag state={run.state} />
        </div>
        <p className="quiet-text">
          {moment(run.started ?? run.created)}, took {lasted(run.started, run.ended)}
        </p>
      </div>
      {run.state === "succeeded" && run.config && model && <ProfileButton model={model} config={run.config} variant="default" label="Profile this" />}
      {onRepeat && (
        <Button variant="default" leftSection={<IconRepeat size={16} />} onClick={onRepeat}>
          Take these settings
        </Button>
      )}
      <LinkButton variant="default" to="/runs/$id" params={{ id: run.id }}>
        Run
      </LinkButton>
    </header>
  );
}
