"""`python -m crawler.cli`: the command line where no console script is installed."""

from crawler.cli import main

if __name__ == "__main__":
    main()
