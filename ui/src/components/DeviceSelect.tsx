import { Select } from "@mantine/core";
import type { Device } from "../api/types";

interface Props {
  devices: readonly Device[];
  value: string;
  error?: string;
  onChange: (name: string) => void;
}

/** The devices that are here; those that cannot be used are shown and cannot be chosen. */
export function DeviceSelect({ devices, value, error, onChange }: Props) {
  return (
    <Select
      label="Device"
      value={value}
      error={error}
      onChange={(name) => onChange(name ?? value)}
      data={devices.map((one) => ({ value: one.name, label: one.available ? one.name : `${one.name} (not usable)`, disabled: !one.available }))}
      description={devices.find((one) => one.name === value)?.full_name}
    />
  );
}
