import { Collapse } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import type { ReactNode } from "react";
import form from "./BenchmarkForm.module.css";

/** A part of a form that most people leave folded. */
export function Fold({ name, opened, onToggle, children }: { name: string; opened: boolean; onToggle: () => void; children: ReactNode }) {
  return (
    <>
      <button type="button" className={form.fold} aria-expanded={opened} onClick={onToggle}>
        {opened ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
        {name}
      </button>
      <Collapse expanded={opened}>{children}</Collapse>
    </>
  );
}
