"""A plugin of pytest: a test that is only slow does not fail, as it may where the machine has other things to do."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")
