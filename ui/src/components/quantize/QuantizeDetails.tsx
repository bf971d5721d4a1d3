import { Link } from "@tanstack/react-router";
import { useDatasets } from "../../api/datasets";
import type { Quantization } from "../../api/quantize";
import { subsetWords } from "../../accuracy";
import { counted, seconds, words } from "../../format";
import { boundWords } from "../../quantize";
import { configWords } from "../../runs";
import { Facts } from "../Facts";
import { Panel } from "../Panel";
import { ShareBar } from "../ShareBar";
import { optionFacts } from "./options";
import classes from "./QuantizeView.module.css";

/** How a quantization was done: bound, pictures, options, and where the time went. */
export function QuantizeDetails({ result }: { result: Quantization }) {
  const dataset = useDatasets().data?.datasets.find(({ id }) => id === result.dataset);
  const pictures = (count: number, subset: Quantization["calibration"]) => count > 0 && [counted(count, result.sample_kind), subsetWords(subset)].filter(Boolean).join(": ");
  return (
    <div className={classes.two}>
      <Panel title="How it was done">
        <Facts
          facts={[
            ["Largest loss", boundWords(result.bound, result.metric)],
            result.dataset ? ["Pictures", dataset ? <Link key="dataset" to="/datasets/$id" params={{ id: dataset.id }}>{dataset.name}</Link> : "deleted since"] : null,
            ["Calibration", pictures(result.calibration_pictures, result.calibration)],
            ["Validation", pictures(result.validation_pictures, result.validation)],
            ...optionFacts(result.options, result.network),
            ["Measured as", configWords(result.config)],
          ]}
        />
      </Panel>
      <Stages stages={result.stages} />
    </div>
  );
}

const SHORTEST = 0.01;

function Stages({ stages }: { stages: Quantization["stages"] }) {
  const rows = Object.entries(stages);
  const total = rows.reduce((sum, [, spent]) => sum + spent, 0);
  if (total === 0) return null;
  return (
    <Panel title="Where the time went" note={`${seconds(total)} in all`}>
      <table className={classes.stages}>
        <tbody>
          {rows.map(([stage, spent]) => (
            <tr key={stage}>
              <th scope="row">{words(stage)}</th>
              <td className="num">{spent < SHORTEST ? `<\u202f${seconds(SHORTEST)}` : seconds(spent)}</td>
              <td>
                <ShareBar share={spent} most={total} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
