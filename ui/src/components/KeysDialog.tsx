import { Modal } from "@mantine/core";
import { KeyList } from "./KeyList";

/** The keyboard map, on `?`. */
export function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Keyboard" size={520}>
      <KeyList />
    </Modal>
  );
}
