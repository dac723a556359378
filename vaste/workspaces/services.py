"""The verbs that make workspaces, users, memberships and handles."""

from __future__ import annotations

import datetime
import hashlib
import secrets
import uuid
from collections.abc import Iterable
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction

from vaste.kernel.errors import VasteError
from vaste.workspaces.models import Handle, Membership, Role, User, Workspace

TOKEN_BYTES = 32
KEY_BYTES = 12


class LastAdmin(VasteError):
    """A workspace keeps at least one admin."""


def make_workspace(
    name: str, slug: str, *, language: str, at: datetime.datetime, is_sample: bool = False
) -> Workspace:
    """Store a workspace; raises IntegrityError when the slug is taken."""
    return Workspace.objects.create(
        name=name, slug=slug, language=language, created_at=at, is_sample=is_sample
    )


def set_zone(workspace_id: uuid.UUID, zone: str) -> None:
    """Keep in which zone a workspace works; written only when it changes."""
    Workspace.objects.filter(pk=workspace_id).exclude(zone=zone).update(zone=zone)


def ensure_user(email: str, full_name: str, *, password: str | None, language: str = "en") -> User:
    """Return the user with this e-mail, made if there is none; a known user's password stays."""
    found = User.objects.filter(email__iexact=email).first()
    if found is not None:
        return found
    return User.objects.create_user(email, password, full_name=full_name, language=language)


@transaction.atomic
def join(
    workspace: Workspace, user: User, role: Role | str, *, at: datetime.datetime
) -> Membership:
    """
    Give a user a role in a workspace; joining again changes the role and ends a leave.

    Raises LastAdmin, with nothing changed, when nobody else could administer the workspace then.
    """
    if role != Role.ADMIN and _admins(workspace.pk) == {user.pk}:
        raise LastAdmin("Make somebody else an admin first.")
    membership, _ = Membership.objects.update_or_create(
        workspace=workspace,
        user=user,
        defaults={"role": role, "left_at": None},
        create_defaults={"role": role, "joined_at": at},
    )
    return membership


@transaction.atomic
def leave(workspace_id: uuid.UUID, user_id: uuid.UUID, *, at: datetime.datetime) -> None:
    """
    End a user's membership.

    Raises LastAdmin, with nothing changed, when nobody else could administer the workspace.
    """
    if _admins(workspace_id) == {user_id}:
        raise LastAdmin("Make somebody else an admin first.")
    present = Membership.objects.filter(workspace_id=workspace_id, left_at=None)
    present.filter(user_id=user_id).update(left_at=at)


def _admins(workspace_id: uuid.UUID) -> set[uuid.UUID]:
    """Return who administers a workspace; their places are locked, so that one of them stays."""
    places = Membership.objects.filter(workspace_id=workspace_id, left_at=None, role=Role.ADMIN)
    return set(places.order_by("id").select_for_update().values_list("user_id", flat=True))


def set_preferences(
    user: User,
    *,
    theme: str | None = None,
    language: str | None = None,
    single_keys: bool | None = None,
    zone: str | None = None,
) -> User:
    """
    Keep how the user wants the screens; None, and a value that is not known, change nothing.

    `zone` "" is that of each workspace.
    """
    if theme in User.Theme.values:
        user.theme = str(theme)
    if language in dict(settings.LANGUAGES):
        user.language = str(language)
    if single_keys is not None:
        user.single_keys = single_keys
    if zone == "" or zone in available_timezones():
        user.zone = zone
    user.save(update_fields=["theme", "language", "single_keys", "zone"])
    return user


def make_door_handle(
    workspace_id: uuid.UUID, door_id: uuid.UUID, *, label: str, at: datetime.datetime
) -> str:
    """Make and return a door's public key: unguessable, and harmless to show."""
    key = secrets.token_urlsafe(KEY_BYTES)
    Handle.objects.create(
        name=key,
        kind=Handle.Kind.DOOR,
        workspace_id=workspace_id,
        target_id=door_id,
        label=label,
        created_at=at,
    )
    return key


def make_token(
    workspace_id: uuid.UUID,
    user: User,
    *,
    label: str,
    scopes: Iterable[str],
    at: datetime.datetime,
) -> str:
    """
    Make an API token that acts as `user`; return its secret, which is shown once and not kept.
    """
    secret = f"vst_{secrets.token_urlsafe(TOKEN_BYTES)}"
    Handle.objects.create(
        name=token_name(secret),
        kind=Handle.Kind.TOKEN,
        workspace_id=workspace_id,
        target_id=user.pk,
        user=user,
        label=label,
        scopes=sorted(set(scopes)),
        created_at=at,
    )
    return secret


def token_name(secret: str) -> str:
    """Return the name under which a token's secret is kept: its SHA-256 in hex."""
    return hashlib.sha256(secret.encode()).hexdigest()


def revoke(name: str, *, at: datetime.datetime) -> bool:
    """Revoke a handle; return whether it was in force."""
    return bool(Handle.objects.filter(name=name, revoked_at=None).update(revoked_at=at))
