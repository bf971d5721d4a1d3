import { Skeleton } from "@mantine/core";
import { useParams, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { ApiError } from "../api/errors";
import { useAnalysis, useModel } from "../api/queries";
import { AdvicePanel } from "../components/AdvicePanel";
import { CostTable } from "../components/CostTable";
import { ErrorNote } from "../components/ErrorNote";
import { InterfacePanel } from "../components/InterfacePanel";
import { OriginPanel } from "../components/OriginPanel";
import { ShapePanel } from "../components/ShapePanel";
import { TheoryPanel } from "../components/TheoryPanel";
import { TypePanel } from "../components/TypePanel";
import { VerdictCards } from "../components/VerdictCards";
import { VersionPanel } from "../components/versions/VersionPanel";
import classes from "./Overview.module.css";
import page from "./page.module.css";

/** Verdict first, then what the model costs in theory, then what it is. */
export function Overview() {
  const { id } = useParams({ from: "/models/$id" });
  const { shapes } = useSearch({ from: "/models/$id/" });
  const { data: model } = useModel(id);
  const [otherShapes, setOtherShapes] = useState(shapes !== undefined);
  const asked = useMemo(() => shapes?.split(";").filter(Boolean) ?? [], [shapes]);
  const { data: analysis, error, isPending, isPlaceholderData } = useAnalysis(id, asked);
  if (!model) return null;
  const needsShapes = error instanceof ApiError && error.body.type === "InvalidOptions";
  const dynamic = model.inputs.some((input) => !input.shape || input.shape.some((dim) => typeof dim !== "number"));
  return (
    <div className={page.page}>
      <VerdictCards model={model} />
      {model.recipe.kind === "quantized" && <VersionPanel model={model} />}
      <AdvicePanel model={model} />
      {error && !needsShapes && <ErrorNote error={error} />}
      {(needsShapes || (dynamic && otherShapes)) && <ShapePanel key={shapes} model={model} asked={asked} error={needsShapes ? error : undefined} />}
      {isPending && <Skeleton height={180} />}
      {analysis && !(error && isPlaceholderData) && (
        <>
          <TheoryPanel analysis={analysis} onOtherShapes={dynamic && !otherShapes ? () => setOtherShapes(true) : undefined} />
          <div className={classes.two}>
            <TypePanel analysis={analysis} />
            <InterfacePanel model={model} />
          </div>
          <CostTable analysis={analysis} />
        </>
      )}
      {!analysis && !isPending && <InterfacePanel model={model} />}
      <OriginPanel model={model} />
    </div>
  );
}
