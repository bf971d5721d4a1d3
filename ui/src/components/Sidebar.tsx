import { Tooltip } from "@mantine/core";
import { IconCpu, IconHome, IconListDetails, IconPhoto, IconScale, IconSettings, IconStack2 } from "@tabler/icons-react";
import { Link, type LinkProps } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useModels } from "../api/queries";
import { ConnectionBadge } from "./ConnectionBadge";
import { Mark } from "./Mark";
import classes from "./Sidebar.module.css";

const PLACES: { to: LinkProps["to"]; name: string; icon: ReactNode; key: string }[] = [
  { to: "/", name: "Home", icon: <IconHome />, key: "g h" },
  { to: "/models", name: "Models", icon: <IconStack2 />, key: "g m" },
  { to: "/datasets", name: "Datasets", icon: <IconPhoto />, key: "g p" },
  { to: "/runs", name: "Runs", icon: <IconListDetails />, key: "g r" },
  { to: "/compare", name: "Compare", icon: <IconScale />, key: "g c" },
  { to: "/devices", name: "Devices", icon: <IconCpu />, key: "g d" },
  { to: "/settings", name: "Settings", icon: <IconSettings />, key: "g s" },
];

const RECENT = 5;

/** Where one can go; a rail of icons on narrow screens. */
export function Sidebar() {
  const models = useModels().data?.models ?? [];
  return (
    <nav className={classes.sidebar} aria-label="Main">
      <Link to="/" className={classes.brand}>
        <Mark />
        <span className={classes.word}>
          dlwb <small>Deep Learning Workbench</small>
        </span>
        <span className="visually-hidden">Home</span>
      </Link>
      <ul className={classes.list}>
        {PLACES.map(({ to, name, icon, key }) => (
          <li key={name}>
            <Tooltip label={`${name} (${key})`} position="right">
              <Link to={to} activeOptions={{ exact: to === "/", includeSearch: false }} className={classes.place} aria-label={name}>
                {icon}
                <span>{name}</span>
              </Link>
            </Tooltip>
          </li>
        ))}
      </ul>
      {models.length > 0 && (
        <div className={classes.recent}>
          <h3>Recent models</h3>
          <ul className={classes.list}>
            {models.slice(0, RECENT).map(({ model }) => (
              <li key={model.id}>
                <Link to="/models/$id" params={{ id: model.id }} activeOptions={{ includeSearch: false }} className={classes.model}>
                  <span className="clip">{model.name}</span>
                  <span className={classes.precision}>{model.precision}</span>
                </Link>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className={classes.foot}>
        <ConnectionBadge />
      </div>
    </nav>
  );
}
