import { Button } from "@mantine/core";
import { IconCompass } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "../components/EmptyState";

export function NotFoundPage() {
  return (
    <EmptyState
      icon={<IconCompass />}
      title="There is no such page"
      action={
        <Button component={Link} to="/">
          Go home
        </Button>
      }
    >
      The address is mistyped, or what it pointed to has been deleted.
    </EmptyState>
  );
}
