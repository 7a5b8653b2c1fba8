"""What every test may use: a fixed language, and the real servers other folders start."""

import os

os.environ["LIAISON_LANG"] = "zh"
os.environ.pop("LIAISON_HOME", None)
