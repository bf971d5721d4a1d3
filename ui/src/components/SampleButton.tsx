import { Button, Menu } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { importSample } from "../api/imports";
import { useSamples } from "../api/queries";

/** Imports a model that comes with the workbench, for people who want to look around first. */
export function SampleButton() {
  const samples = useSamples().data?.samples ?? [];
  const [first] = samples;
  if (first === undefined) return null;
  const face = { variant: "default", leftSection: <IconSparkles size={17} /> };
  if (samples.length === 1) {
    return (
      <Button {...face} onClick={() => void importSample(first)}>
        Try the sample
      </Button>
    );
  }
  return (
    <Menu>
      <Menu.Target>
        <Button {...face}>Try a sample</Button>
      </Menu.Target>
      <Menu.Dropdown>
        {samples.map((sample) => (
          <Menu.Item key={sample} onClick={() => void importSample(sample)}>
            {sample}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
