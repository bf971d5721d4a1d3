import { Button, Skeleton } from "@mantine/core";
import { IconCircleCheck, IconGauge } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useAdvice, type Advice } from "../api/advice";
import { useDefaults, useExamineMachine } from "../api/queries";
import type { Model } from "../api/types";
import { ago, words } from "../format";
import { configWords } from "../runs";
import { AdviceFinding } from "./AdviceFinding";
import classes from "./AdvicePanel.module.css";
import { ErrorNote } from "./ErrorNote";
import { MeasureButton } from "./MeasureButton";
import { Panel } from "./Panel";
import { ProfileButton } from "./ProfileButton";

/** What limits a model here, with the figure behind it, what to try next, and whether that helped. */
export function AdvicePanel({ model }: { model: Model }) {
  const { data: advice, error, isPending } = useAdvice(model.id);
  if (isPending) return <Skeleton height={120} />;
  if (error) return <ErrorNote error={error} />;
  const { findings, missing, benchmark, passed_over: passedOver } = advice;
  const instead = passedOver?.headline ? ` (a newer run is ${words(passedOver.headline.verdict.status).toLowerCase()})` : "";
  if (!benchmark && findings.length === 0) return null; // the cards above say what to do first
  return (
    <Panel title="What limits it here" note={benchmark && `as measured ${ago(benchmark.ended)}${instead}: ${configWords(benchmark.config)}`}>
      {findings.length === 0 && (
        <p className="row quiet-text">
          <IconCircleCheck size={17} aria-hidden /> Nothing that was measured stands out.
        </p>
      )}
      <ul className={classes.findings}>
        {findings.map((finding) => (
          <AdviceFinding key={finding.limit + finding.title} model={model} advice={advice} finding={finding} />
        ))}
      </ul>
      <Missing model={model} missing={missing} />
    </Panel>
  );
}

const WHY: Record<string, string> = {
  benchmark: "A benchmark tells whether streams, requests or the batch hold it back.",
  profile: "A profile tells which layers the time is in.",
  machine: "The ceilings of this machine tell whether layers wait for arithmetic or for memory.",
};

function Missing({ model, missing }: { model: Model; missing: Advice["missing"] }) {
  const examine = useExamineMachine();
  const defaults = useDefaults();
  const navigate = useNavigate();
  if (missing.length === 0) return null;
  return (
    <ul className={classes.missing} aria-label="What more can be measured">
      {missing.map((what) => (
        <li key={what}>
          <span className="grow">{WHY[what] ?? what}</span>
          {what === "benchmark" && <MeasureButton model={model} />}
          {what === "profile" && <ProfileButton model={model} variant="default" />}
          {what === "machine" && (
            <Button
              variant="default"
              leftSection={<IconGauge size={16} />}
              loading={examine.isPending}
              onClick={() => examine.mutate({ device: defaults?.config.device, ceilings: true }, { onSuccess: () => void navigate({ to: "/devices" }) })}
            >
              Measure this machine
            </Button>
          )}
          {what === "machine" && examine.error && <ErrorNote error={examine.error} />}
        </li>
      ))}
    </ul>
  );
}
