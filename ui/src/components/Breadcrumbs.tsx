import { Link, useLocation, useParams } from "@tanstack/react-router";
import { useModel, useRun } from "../api/queries";
import { root } from "../api/client";
import { shortId, words } from "../format";
import classes from "./Breadcrumbs.module.css";

const TAB_NAMES: Record<string, string> = { experiments: "Experiments", layers: "Layers", graph: "Graph" };

/** Where one is: the shelf, the thing on it, the view of it. */
export function Breadcrumbs() {
  const { pathname } = useLocation();
  const { id } = useParams({ strict: false });
  const [shelf = "", , tab = ""] = pathname.slice(root.pathname.length - 1).replace(/^\//, "").split("/");
  return (
    <nav aria-label="Breadcrumbs" className={classes.crumbs}>
      {shelf === "" && <span aria-current="page">Home</span>}
      {shelf !== "" && !id && <span aria-current="page">{words(shelf)}</span>}
      {id && shelf === "models" && (
        <>
          <Link to="/models">Models</Link>
          <Slash />
          <ModelCrumb id={id} last={tab === ""} />
          {tab && (
            <>
              <Slash />
              <span aria-current="page">{TAB_NAMES[tab] ?? tab}</span>
            </>
          )}
        </>
      )}
      {id && shelf === "runs" && (
        <>
          <Link to="/runs">Runs</Link>
          <Slash />
          <RunCrumb id={id} />
        </>
      )}
    </nav>
  );
}

function Slash() {
  return (
    <span className={classes.slash} aria-hidden>
      /
    </span>
  );
}

function ModelCrumb({ id, last }: { id: string; last: boolean }) {
  const name = useModel(id).data?.name ?? shortId(id);
  if (last) return <span aria-current="page">{name}</span>;
  return (
    <Link to="/models/$id" params={{ id }}>
      {name}
    </Link>
  );
}

function RunCrumb({ id }: { id: string }) {
  const run = useRun(id).data;
  return <span aria-current="page">{run ? `${words(run.kind)} ${shortId(run.id)}` : shortId(id)}</span>;
}
