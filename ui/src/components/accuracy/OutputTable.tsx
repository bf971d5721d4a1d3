import type { Accuracy } from "../../api/accuracy";
import { metricInterval, metricText } from "../../accuracy";
import table from "../compare/CompareTable.module.css";
import { Panel } from "../Panel";

/** How like another model's each output is. */
export function OutputTable({ result }: { result: Accuracy }) {
  if (result.per_output.length === 0) return null;
  return (
    <Panel title="Outputs" note={`Each held against the same output of the other model, over all ${result.sample_kind}s`}>
      <div className={table.scroll} tabIndex={0} role="region" aria-label="Likeness of each output">
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">Output</th>
              <th scope="col">Cosine similarity</th>
              <th scope="col">95 % interval</th>
              <th scope="col">Normalised squared error</th>
              <th scope="col">95 % interval</th>
            </tr>
          </thead>
          <tbody>
            {result.per_output.map(({ output, cosine, nmse }) => (
              <tr key={output}>
                <th scope="row" className="mono">
                  {output}
                </th>
                <td className="num">
                  <b>{metricText(cosine.name, cosine.value)}</b>
                </td>
                <td className="num">{metricInterval(cosine) || "none"}</td>
                <td className="num">{metricText(nmse.name, nmse.value)}</td>
                <td className="num">{metricInterval(nmse) || "none"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
