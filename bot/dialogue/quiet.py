"""Keeps Rasa from printing what she writes, and from calling home.

Has to run before anything imports rasa: embedded, Rasa leaves structlog unconfigured, and every
message would be printed.
"""

from __future__ import annotations

import logging
import os
import warnings


def hush() -> None:
    """Quiet Rasa, TensorFlow and telemetry for this process."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    for name in ("rasa", "rasa_sdk", "tensorflow", "absl", "matplotlib", "apscheduler", "sqlalchemy"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # Rasa 3.6 is built on libraries that have since deprecated what it calls.
    warnings.filterwarnings("ignore", module=r"(?!bot|actions|demo|tests).*")
