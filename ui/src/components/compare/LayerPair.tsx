import { Button } from "@mantine/core";
import { IconBinaryTree2 } from "@tabler/icons-react";
import type { Comparison } from "../../api/comparison";
import { groupName } from "../../compare";
import { microseconds, percent, shape } from "../../format";
import { Panel } from "../Panel";
import classes from "./LayerCompare.module.css";
import { SubjectMark } from "./SubjectMark";

/** One group of layers in full: which operations, and what each side makes of them. */
export function LayerPair({ group, other, onGraph }: { group: Comparison["layers"][number]; other: number; onGraph: () => void }) {
  return (
    <Panel
      title={<span className="mono">{groupName(group)}</span>}
      note={group.operations.length > 1 ? `${group.operations.length} operations of the model` : group.operations.length === 1 ? "one operation of the model" : "inserted by the engine"}
      actions={
        <Button variant="default" leftSection={<IconBinaryTree2 size={16} />} onClick={onGraph}>
          Show in both graphs
        </Button>
      }
    >
      {group.operations.length > 1 && <p className={`${classes.operations} mono`}>{group.operations.join(", ")}</p>}
      <div className={classes.pair}>
        {[0, other].map((index) => {
          const side = group.sides[index];
          return (
            <section key={index}>
              <h3>
                <SubjectMark index={index} />
                {side ? `${microseconds(side.time_us.value)}, ${percent(side.share)} of the time` : "has no such layer"}
              </h3>
              <ul>
                {side?.layers.map((layer) => (
                  <li key={layer.name}>
                    <span className="mono">{layer.name}</span>
                    <br />
                    <span className="quiet-text">
                      {[layer.type, layer.kernel, layer.precision, shape(layer.output_shape), microseconds(layer.time_us.value)].filter(Boolean).join(" · ")}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          );
        })}
      </div>
    </Panel>
  );
}
