"""The tables of the arrivals ledger and of the lead's life."""

from vaste.leads.models.arrivals import Arrival, Door, Import
from vaste.leads.models.leads import Activity, Lead, LeadQuerySet, Touch
from vaste.leads.models.notices import Notice

__all__ = ["Activity", "Arrival", "Door", "Import", "Lead", "LeadQuerySet", "Notice", "Touch"]
