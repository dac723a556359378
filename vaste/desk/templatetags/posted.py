"""What every form of the desk carries, beside its fields."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from vaste.desk.viewers import IN_WORKSPACE

register = template.Library()


class Posted(CsrfTokenNode):
    """
    Django's token against forged forms; for members of several workspaces also the page's own.

    So a form of a page that was left open does its work where the page said, not in the workspace
    that was chosen in another tab since.
    """

    def render(self, context: Any) -> str:
        """Return the hidden fields."""
        request = getattr(context, "request", None)
        token = str(super().render(context))
        if request is None or len(getattr(request, "memberships", ())) < 2:
            return token
        field = '<input type="hidden" name="{}" value="{}">'
        return token + format_html(field, IN_WORKSPACE, request.workspace.id)


@register.tag
def csrf_token(parser: Any, token: Any) -> Posted:
    """Carry what every form carries, in the place of Django's tag of this name."""
    return Posted()
