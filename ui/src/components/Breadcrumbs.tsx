import { Link, useLocation, useParams } from "@tanstack/react-router";
import { SEARCHES, useModel, useRun } from "../api/queries";
import { root } from "../api/client";
import { useDataset } from "../api/datasets";
import type { Run } from "../api/types";
import { capital, pointWords } from "../runs";
import { shortId, words } from "../format";
import classes from "./Breadcrumbs.module.css";

const TAB_NAMES: Record<string, string> = { experiments: "Experiments", layers: "Layers", graph: "Graph", accuracy: "Accuracy", try: "Try a picture", quantize: "Quantize", history: "History" };

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
      {id && shelf === "datasets" && (
        <>
          <Link to="/datasets">Datasets</Link>
          <Slash />
          <DatasetCrumb id={id} />
        </>
      )}
      {id && shelf === "runs" && <RunCrumbs id={id} />}
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

function DatasetCrumb({ id }: { id: string }) {
  return <span aria-current="page">{useDataset(id).data?.name ?? shortId(id)}</span>;
}

/** A run under all runs; a point of a search under its search, and that under its model. */
function RunCrumbs({ id }: { id: string }) {
  const run = useRun(id).data;
  const search = useRun(run?.parent ?? undefined).data;
  const isSearch = run !== undefined && SEARCHES.includes(run.kind);
  return (
    <>
      {run?.model && [run.kind, search?.kind].includes("quantize") ? (
        <Link to="/models/$id/quantize" params={{ id: run.model }}>
          {run.model_name}
        </Link>
      ) : (search?.model || isSearch) && run?.model ? (
        <Link to="/models/$id/experiments" params={{ id: run.model }}>
          {run.model_name}
        </Link>
      ) : (
        <Link to="/runs">Runs</Link>
      )}
      <Slash />
      {search && (
        <>
          <Link to="/runs/$id" params={{ id: search.id }} search={{ point: id }}>
            {runName(search)}
          </Link>
          <Slash />
        </>
      )}
      <span aria-current="page">{run?.parent && run.config ? capital(pointWords(run.config)) : run ? runName(run) : shortId(id)}</span>
    </>
  );
}

function runName(run: Run): string {
  return `${words(run.kind)} ${shortId(run.id)}`;
}
