import {
  ActionIcon,
  Button,
  createTheme,
  Input,
  Menu,
  Modal,
  NumberInput,
  Select,
  SegmentedControl,
  Tabs,
  TextInput,
  Tooltip,
  type MantineColorsTuple,
} from "@mantine/core";

/** The accent of the product, from paper to ink; the tokens in styles/tokens.css are drawn from it. */
const petrol: MantineColorsTuple = [
  "#e6f4f6",
  "#cfe7ec",
  "#a3d2dc",
  "#73bccb",
  "#4daabd",
  "#2d97ac",
  "#0e7f97",
  "#0b6477",
  "#084e5d",
  "#053945",
];

/** Mantine's `dark` scale drives its surfaces in the dark theme: text first, page last. */
const dark: MantineColorsTuple = [
  "#e5ebef",
  "#b3bfc7",
  "#8f9da6",
  "#5a6973",
  "#35434c",
  "#28343c",
  "#182127",
  "#141b20",
  "#0d1317",
  "#080c0f",
];

export const theme = createTheme({
  primaryColor: "petrol",
  primaryShade: { light: 7, dark: 6 }, // both carry white text at more than 4.5 : 1
  colors: { petrol, dark },
  fontFamily: "var(--font)",
  fontFamilyMonospace: "var(--mono)",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "19px" },
  headings: { fontFamily: "var(--font)", fontWeight: "620" },
  defaultRadius: "6px",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    // Targets are 40 px high everywhere: comfortable for a hand, a pen and a tired eye.
    Button: Button.extend({ defaultProps: { size: "sm" }, vars: () => ({ root: { "--button-height": "40px" } }) }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: "subtle", size: 40, color: "gray" } }),
    Input: Input.extend({ vars: () => ({ wrapper: { "--input-height": "40px" } }) }),
    TextInput: TextInput.extend({ defaultProps: { size: "sm" } }),
    NumberInput: NumberInput.extend({ defaultProps: { size: "sm", hideControls: true } }),
    Select: Select.extend({ defaultProps: { size: "sm", allowDeselect: false, checkIconPosition: "right" } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: "sm" } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: true, multiline: true, maw: 320 } }),
    Menu: Menu.extend({ defaultProps: { shadow: "md", withinPortal: true } }),
    Modal: Modal.extend({ defaultProps: { closeButtonProps: { "aria-label": "Close" }, centered: true, radius: "8px", overlayProps: { backgroundOpacity: 0.45 } } }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
  },
});
