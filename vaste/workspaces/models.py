"""Workspaces, users, memberships and the public handles that lead into a workspace."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from vaste.kernel.ids import uuid7


class Workspace(models.Model):
    """
    One client company or one's own company: the tenant.

    `is_sample` marks the demo workspace, which one command removes. `zone` is where it works, as
    its definition in force says.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="en")
    zone = models.CharField(max_length=60, default="Europe/Helsinki", db_default="Europe/Helsinki")
    is_sample = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users; the e-mail address is the name one signs in with."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Store a user; without a password nobody can sign in as them yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """
    A person who signs in; what they may do is said by their memberships, never here.

    `zone` is where they live, "" for as each workspace works.
    """

    class Theme(models.TextChoices):
        SYSTEM = "auto"
        LIGHT = "light"
        DARK = "dark"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(max_length=254)
    full_name = models.CharField(max_length=120)
    language = models.CharField(max_length=5, default="en")
    zone = models.CharField(max_length=60, default="")
    theme = models.CharField(max_length=5, choices=Theme, default=Theme.SYSTEM)
    single_keys = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    is_staff = False
    last_login: ClassVar[None] = None  # type: ignore[misc]  # a reference table is rarely written (docs/decisions/0002)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="workspaces_one_user_per_email"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    def get_full_name(self) -> str:
        """Return the name shown on screens."""
        return str(self)


class Role(models.TextChoices):
    """What a member may do; `workspaces.queries` says it of each."""

    ADMIN = "admin"
    MANAGER = "manager"
    REP = "rep"
    MARKETER = "marketer"
    VIEWER = "viewer"


class Membership(models.Model):
    """One user's place in one workspace; `left_at` set means they no longer have it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    workspace_id: uuid.UUID
    user_id: uuid.UUID

    class Meta:
        constraints = [
            models.UniqueConstraint("workspace", "user", name="workspaces_one_membership_per_user"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="workspaces_role_is_known"
            ),
        ]


class Handle(models.Model):
    """
    A name by which something inside a workspace is reached from outside, before anyone is known.

    A door's handle is its public key in the clear; a token's is the SHA-256 of its secret.
    """

    class Kind(models.TextChoices):
        DOOR = "door"
        TOKEN = "token"

    name = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=5, choices=Kind)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    target_id = models.UUIDField()
    user = models.ForeignKey(User, models.CASCADE, related_name="+", null=True)
    label = models.CharField(max_length=120, default="")
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    workspace_id: uuid.UUID
    user_id: uuid.UUID | None
