"""Run the command line: python -m lib."""

from lib.commands import app

if __name__ == "__main__":
    app(prog_name="python -m lib")
