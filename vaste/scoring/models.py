"""The fading sums of interest."""

from __future__ import annotations

from django.db import models

from vaste.infra.tenancy.fields import TenantForeignKey
from vaste.infra.tenancy.models import TenantModel
from vaste.people.models import Contact


class Interest(TenantModel):
    """
    What one signal has added up to for one contact, faded to `as_of`.

    At an instant t it is worth `min(cap, strength * 2 ** (-(t - as_of) / half_life))`; nothing is
    rewritten because time passes.
    """

    contact = TenantForeignKey(Contact)
    signal = models.CharField(max_length=40)
    strength = models.FloatField()
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "workspace", "contact", "signal", name="scoring_one_sum_per_signal"
            ),
            models.CheckConstraint(
                condition=models.Q(strength__gte=0), name="scoring_points_are_never_negative"
            ),
        ]
