import { Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import { forwardRef, type AnchorHTMLAttributes } from "react";

type Props = ButtonProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps>;

const AnchorButton = forwardRef<HTMLAnchorElement, Props>((props, ref) => <Button component="a" ref={ref} {...props} />);
AnchorButton.displayName = "AnchorButton";

/** A button that goes to another page of ours. */
export const LinkButton = createLink(AnchorButton);
