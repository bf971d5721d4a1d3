import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle, IconPlayerPlay, IconTargetArrow } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Outcome, Quantization } from "../../api/quantize";
import { useModels } from "../../api/queries";
import { useVersion } from "../../api/versions";
import { LinkButton } from "../LinkButton";
import { Note } from "../Note";
import { Panel } from "../Panel";
import { DownloadMenu } from "../DownloadMenu";
import classes from "./QuantizeView.module.css";
import { OutcomeTag } from "./OutcomeTag";
import { VersionTable } from "../versions/VersionTable";
import { figuresOf } from "./figures";

const ICONS: Record<Outcome, typeof IconCircleCheck> = { met: IconCircleCheck, met_on_sample: IconAlertTriangle, not_met: IconCircleX, unbounded: IconInfoCircle };

/** What a quantization came to: the sentence, the version beside its parent, and where to go with it. */
export function QuantizeAnswer({ result }: { result: Quantization }) {
  const version = useModels().data?.models.find(({ model }) => model.id === result.model)?.model;
  const beside = useVersion(result.model, version?.parent != null).data;
  const Icon = ICONS[result.outcome];
  return (
    <Panel>
      <div className="stack">
        <div className={classes.answer}>
          <Icon className={`${classes.icon} ${classes[result.outcome] ?? ""}`} aria-hidden />
          <div className="grow" role="status">
            <h2 className={classes.sentence}>{result.verdict}</h2>
            <p className="quiet-text">{about(result)}</p>
          </div>
          <OutcomeTag outcome={result.outcome} />
        </div>
        <VersionTable figures={figuresOf(result, beside)} />
        {version ? (
          <div className={classes.buttons}>
            <LinkButton to="/models/$id" params={{ id: version.id }}>
              Open the version
            </LinkButton>
            <LinkButton to="/models/$id/experiments" params={{ id: version.id }} search={{ way: "best" }} variant="default" leftSection={<IconTargetArrow size={16} />}>
              Find best for it
            </LinkButton>
            <LinkButton to="/models/$id/experiments" params={{ id: version.id }} search={{ way: "single" }} variant="default" leftSection={<IconPlayerPlay size={16} />}>
              Benchmark it
            </LinkButton>
            <DownloadMenu model={version} />
          </div>
        ) : (
          <Note tone="warn">
            <p>The version was deleted since.</p>
          </Note>
        )}
        {result.notes.length > 0 && (
          <Note tone="warn" head={<IconAlertTriangle size={18} color="var(--warn)" aria-hidden />}>
            {result.notes.map((note): ReactNode => (
              <p key={note}>{note}</p>
            ))}
          </Note>
        )}
      </div>
    </Panel>
  );
}

function about({ model_name: name, parent_name: parent, existed }: Quantization): string {
  return existed ? `“${name}” was there already: the same network had been made before.` : `“${name}” was made from “${parent}”.`;
}
