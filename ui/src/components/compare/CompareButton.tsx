import { Button, Kbd, Tooltip } from "@mantine/core";
import { IconScale } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { FEWEST_SUBJECTS, MOST_SUBJECTS } from "../../compare";
import { usePageKeys } from "../usePageKeys";

/** Goes to the comparison of what is marked: runs, or models by their best. `c` does the same. */
export function CompareButton({ runs = [], models = [] }: { runs?: string[]; models?: string[] }) {
  const navigate = useNavigate();
  const count = runs.length + models.length;
  const fits = count >= FEWEST_SUBJECTS && count <= MOST_SUBJECTS;
  const go = () => void (fits && navigate({ to: "/compare", search: { run: [...runs, ...models] } }));
  usePageKeys([["c", go]]);
  return (
    <Tooltip label={`Mark ${FEWEST_SUBJECTS} to ${MOST_SUBJECTS} to compare them.`} disabled={fits}>
      <Button leftSection={<IconScale size={16} />} rightSection={<Kbd size="xs">c</Kbd>} aria-disabled={!fits} data-disabled={!fits || undefined} onClick={go}>
        Compare
      </Button>
    </Tooltip>
  );
}
