import { IconPhotoScan } from "@tabler/icons-react";
import { LinkButton } from "../LinkButton";

/** The way to trying one picture with a model. */
export function TryLink({ model }: { model: string }) {
  return (
    <LinkButton to="/models/$id/try" params={{ id: model }} variant="default" leftSection={<IconPhotoScan size={17} />}>
      Try a picture
    </LinkButton>
  );
}
