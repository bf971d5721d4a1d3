import { Skeleton } from "@mantine/core";
import { IconArrowsMinimize, IconBinaryTree2, IconChartDots, IconHistory, IconRuler2, IconTable, IconTarget } from "@tabler/icons-react";
import { Link, Outlet, useMatchRoute, useNavigate, useParams } from "@tanstack/react-router";
import { useModel } from "../api/queries";
import { EmptyState } from "../components/EmptyState";
import { ErrorNote } from "../components/ErrorNote";
import { LinkButton } from "../components/LinkButton";
import { ModelMenu } from "../components/ModelMenu";
import { Tag } from "../components/Tag";
import { bytes, formatName } from "../format";
import classes from "./Model.module.css";
import { ApiError } from "../api/errors";

const TABS = [
  { to: "/models/$id", name: "Overview", icon: <IconRuler2 /> },
  { to: "/models/$id/experiments", name: "Experiments", icon: <IconChartDots /> },
  { to: "/models/$id/layers", name: "Layers", icon: <IconTable /> },
  { to: "/models/$id/graph", name: "Graph", icon: <IconBinaryTree2 /> },
  { to: "/models/$id/accuracy", name: "Accuracy", icon: <IconTarget /> },
  { to: "/models/$id/quantize", name: "Quantize", icon: <IconArrowsMinimize /> },
  { to: "/models/$id/history", name: "History", icon: <IconHistory /> },
] as const;

/** A model and the views of it. */
export function ModelPage() {
  const { id } = useParams({ from: "/models/$id" });
  const { data: model, error, refetch } = useModel(id);
  const navigate = useNavigate();
  const trying = Boolean(useMatchRoute()({ to: "/models/$id/try" })); // a part of the accuracy view
  if (error instanceof ApiError && error.status === 404) {
    return (
      <EmptyState icon={<IconBinaryTree2 />} title={error.body.message} action={<LinkButton to="/models">Show all models</LinkButton>}>
        {error.body.hint}
      </EmptyState>
    );
  }
  if (error) return <ErrorNote error={error} retry={() => void refetch()} />;
  return (
    <div className={classes.model}>
      <div className={classes.head}>
        <div className={classes.title}>
          {model ? <h1 className="clip">{model.name}</h1> : <Skeleton height={28} width={220} />}
          {model && (
            <>
              <Tag>{formatName(model.format)}</Tag>
              <Tag>{model.precision}</Tag>
              <Tag>{bytes(model.size_bytes)}</Tag>
              {model.task && <Tag>{model.task}</Tag>}
              <ModelMenu model={model} onDeleted={() => void navigate({ to: "/models" })} />
            </>
          )}
        </div>
        <nav className={classes.tabs} aria-label="Views of this model">
          {TABS.map(({ to, name, icon }) => (
            <Link key={to} to={to} params={{ id }} activeOptions={{ exact: true, includeSearch: false }} className={`${classes.tab} ${trying && name === "Accuracy" ? "active" : ""}`}>
              {icon}
              {name}
            </Link>
          ))}
        </nav>
      </div>
      <div className={classes.view}>{model && <Outlet key={id} />}</div>
    </div>
  );
}
