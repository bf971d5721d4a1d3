"""The colours of classes in masks: those of the Pascal VOC, so that neighbours look unlike. Documents stand on it: no numpy."""

COLOURS = 256


def rgb_of(label: int) -> tuple[int, int, int]:
    """Red, green and blue of a class in masks; 0 is the background's.

    Bits of the number, dealt to the three from the highest bit down (VOC development kit, `VOCcolormap.m`).
    """
    number, channels = label % COLOURS, [0, 0, 0]
    for bit in range(8):
        for channel in range(3):
            channels[channel] |= ((number >> (3 * bit + channel)) & 1) << (7 - bit)
    red, green, blue = channels
    return red, green, blue


def colour_of(label: int) -> str:
    """The same as `#rrggbb`."""
    red, green, blue = rgb_of(label)
    return f"#{red:02x}{green:02x}{blue:02x}"
