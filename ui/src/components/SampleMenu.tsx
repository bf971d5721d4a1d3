import { Button, Menu } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";

/** Offers what comes with the workbench, for people who want to look around first. */
export function SampleMenu({ samples, onChoose }: { samples: readonly string[]; onChoose: (sample: string) => void }) {
  const [first] = samples;
  if (first === undefined) return null;
  const face = { variant: "default", leftSection: <IconSparkles size={17} /> };
  if (samples.length === 1) {
    return (
      <Button {...face} onClick={() => onChoose(first)}>
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
          <Menu.Item key={sample} onClick={() => onChoose(sample)}>
            {sample}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
