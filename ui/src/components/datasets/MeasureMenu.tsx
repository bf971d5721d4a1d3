import { Button, Menu, TextInput } from "@mantine/core";
import { IconChevronDown, IconTargetArrow } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Dataset } from "../../api/datasets";
import { useModels } from "../../api/queries";
import { formatName } from "../../format";
import { LinkButton } from "../LinkButton";

const FILTERED_FROM = 8;

/** Leads to the measurement of a model's accuracy on a dataset; the model is chosen here. */
export function MeasureMenu({ dataset }: { dataset: Dataset }) {
  const models = useModels().data?.models ?? [];
  const navigate = useNavigate();
  const [q, setQ] = useState("");
  if (models.length === 0) {
    return (
      <LinkButton to="/" leftSection={<IconTargetArrow size={17} />}>
        Import a model to measure
      </LinkButton>
    );
  }
  const fitting = models.filter(({ model }) => model.name.toLowerCase().includes(q.trim().toLowerCase()));
  return (
    <Menu position="bottom-end" width={300} onClose={() => setQ("")}>
      <Menu.Target>
        <Button leftSection={<IconTargetArrow size={17} />} rightSection={<IconChevronDown size={16} />}>
          Measure accuracy
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={380} style={{ overflowY: "auto" }}>
        <Menu.Label>Of which model?</Menu.Label>
        {models.length >= FILTERED_FROM && <TextInput aria-label="Filter models" placeholder="Filter models" value={q} onChange={(event) => setQ(event.currentTarget.value)} m={4} />}
        {fitting.map(({ model }) => (
          <Menu.Item
            key={model.id}
            onClick={() => void navigate({ to: "/models/$id/accuracy", params: { id: model.id }, search: { dataset: dataset.id } })}
            rightSection={
              <span className="quiet-text">
                {formatName(model.format)} · {model.precision}
              </span>
            }
          >
            {model.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
