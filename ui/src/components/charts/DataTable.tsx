import classes from "./DataTable.module.css";

export interface TableData {
  head: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

const SHOWN = 500;

/** The data of a chart as rows. */
export function DataTable({ data, height }: { data: TableData; height?: number }) {
  return (
    <div className={classes.box} style={{ maxHeight: height }} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {data.head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.slice(0, SHOWN).map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{cell ?? "–"}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {data.rows.length > SHOWN && <p>The first {SHOWN} of {data.rows.length} rows.</p>}
    </div>
  );
}
