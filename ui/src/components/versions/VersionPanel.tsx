import { Button, Skeleton } from "@mantine/core";
import { IconArrowsDiff, IconTarget } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useStartCompare } from "../../api/comparison";
import { useVersion, type Version } from "../../api/versions";
import type { Model } from "../../api/types";
import { changeInterval as metricChangeInterval, changeText, metricName, metricText } from "../../accuracy";
import { ago, counted } from "../../format";
import { configWords } from "../../runs";
import table from "../compare/CompareTable.module.css";
import { ErrorNote } from "../ErrorNote";
import { LinkButton } from "../LinkButton";
import { Panel } from "../Panel";
import { ExplainPanel } from "./ExplainPanel";
import explain from "./ExplainPanel.module.css";
import { VersionTable, type VersionFigures } from "./VersionTable";
import classes from "./VersionTable.module.css";

const SHOWN = 2;

/** What a version is worth against the model that it was made from, from whatever was measured of both. */
export function VersionPanel({ model }: { model: Model }) {
  const { data: version, error, isPending } = useVersion(model.id);
  if (isPending) return <Skeleton height={240} />;
  if (error) return <ErrorNote error={error} />;
  return (
    <>
      <Panel title={<>Beside its parent, <Link to="/models/$id" params={{ id: version.parent.id }} className={classes.link}>{version.parent.name}</Link></>} note={`Made: ${version.made}`}>
        <div className="stack">
          <p className={explain.sentence}>{version.verdict}</p>
          <VersionTable figures={figuresOf(version)} />
          {version.speeds && <p className="quiet-text">{version.speeds}</p>}
          <Missing version={version} />
        </div>
      </Panel>
      <ExplainPanel model={model} known={version.explanation ?? undefined} />
    </>
  );
}

function figuresOf(version: Version): VersionFigures {
  const { accuracy, speed } = version;
  return {
    names: [version.parent.name, version.model.name],
    accuracy: (accuracy?.result.changes ?? []).slice(0, SHOWN).map((change, index) => ({
      name: metricName(change.name),
      values: [<b key="before">{metricText(change.name, change.before)}</b>, <b key="after">{metricText(change.name, change.after)}</b>],
      changed: (
        <>
          <span className="num">
            <b>{changeText(change)}</b> <span className={table.soft}>{metricChangeInterval(change)}</span>
          </span>
          {index === 0 && accuracy && (
            <Link to="/runs/$id" params={{ id: accuracy.second }} search={{ against: accuracy.first }}>
              {counted(accuracy.result.flips.length, "picture")} changed
            </Link>
          )}
        </>
      ),
    })),
    sizes: [version.parent_bytes, version.model_bytes],
    speed: speed ? { throughput: [speed.parent_fps, speed.version_fps], latency: [speed.parent_ms, speed.version_ms], deltas: [speed.throughput, speed.latency] } : undefined,
    theory: [version.parent_theory, version.model_theory],
    executed: [version.parent_executed, version.model_executed],
    note: speed && (
      <>
        Speed: <Link to="/runs/$id" params={{ id: speed.run }}>measured side by side</Link> {ago(speed.created)} in {counted(speed.pairs, "pair")} of windows in turns; {configWords(speed.config)}.
      </>
    ),
  };
}

/** What has not been measured yet, with the way to do it. */
function Missing({ version }: { version: Version }) {
  const compare = useStartCompare();
  const missing = version.missing.map(({ what }) => what);
  return (
    <>
      {missing.includes("accuracy") && (
        <div className="spread">
          <span className="quiet-text">How right both are on the same pictures was not measured.</span>
          <LinkButton to="/models/$id/accuracy" params={{ id: version.model.id }} variant="default" leftSection={<IconTarget size={16} />}>
            Measure accuracy
          </LinkButton>
        </div>
      )}
      {missing.includes("speed") && (
        <div className="spread">
          <span className="quiet-text">How fast both are side by side was not measured.</span>
          <Button variant="default" leftSection={<IconArrowsDiff size={16} />} loading={compare.isPending} onClick={() => compare.mutate({ subjects: [{ model: version.parent.id }, { model: version.model.id }] })}>
            Measure side by side
          </Button>
        </div>
      )}
      {compare.error && <ErrorNote error={compare.error} />}
    </>
  );
}
