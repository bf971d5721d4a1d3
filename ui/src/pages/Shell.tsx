import { Notifications } from "@mantine/notifications";
import { Outlet } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { listen } from "../api/events";
import { Header } from "../components/Header";
import { JobsDrawer } from "../components/JobsDrawer";
import { KeysDialog } from "../components/KeysDialog";
import { Palette } from "../components/Palette";
import { Sidebar } from "../components/Sidebar";
import { useDropAnywhere } from "../components/useDropAnywhere";
import { useRunToasts } from "../components/useRunToasts";
import { useShortcuts } from "../components/useShortcuts";
import classes from "./Shell.module.css";

/** What surrounds every page. */
export function Shell() {
  const [keys, setKeys] = useState(false);
  useEffect(listen, []);
  useRunToasts();
  useDropAnywhere();
  useShortcuts(() => setKeys(true));
  return (
    <div className={classes.shell}>
      <a href="#page" className={classes.skip} onClick={focusPage}>
        Skip to the page
      </a>
      <Sidebar />
      <div className={classes.column}>
        <Header onKeys={() => setKeys(true)} />
        <main id="page" tabIndex={-1} className={classes.page}>
          <Outlet />
        </main>
      </div>
      <Notifications position="bottom-right" limit={4} />
      <JobsDrawer />
      <Palette />
      <KeysDialog opened={keys} onClose={() => setKeys(false)} />
    </div>
  );
}

/** A plain jump to `#page` would go through `<base href>` and leave the page. */
function focusPage(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById("page")?.focus();
}
