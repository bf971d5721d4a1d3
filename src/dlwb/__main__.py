"""`python -m dlwb` is `dlwb`."""

from dlwb.cli.entry import main

if __name__ == "__main__":
    main()
