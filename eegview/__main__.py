"""`python -m eegview` and the `eegview` script."""

import sys


def main() -> None:
    """Run the command line, and end with its exit code."""
    from eegview.cli.run import main as run

    sys.exit(run())


if __name__ == "__main__":
    main()
