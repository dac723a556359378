"""
The database's addresses, and making one ready: roles, rights, extensions.

The program works as the *app* role, which owns nothing and can't pass row-level security;
migrations run as the *owner*. Both are Django connections: `default` and `owner`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg import conninfo, errors, sql

from vaste.config import cluster, postgres
from vaste.config.environment import BadEnvironment
from vaste.config.processes import CannotStart

ENGINE = "vaste.infra.tenancy.backend"
APP_ROLE = postgres.APP
OLDEST = 160000  # server_version_num of PostgreSQL 16
EXTENSIONS = ("pg_trgm", "unaccent")
PREPARING = 0x7661737465  # the advisory lock of whoever prepares or migrates: "vaste" in ASCII
EXAMPLE = "postgresql://user:password@host:5432/name"

# Seconds. A server that is away is reported, not waited for. The pool gives a broken connection up
# soon and makes a new one when asked: its own back-off, after a minute's outage, waits half a
# minute.
POOL = {"min_size": 1, "max_size": 20, "timeout": 5.0, "max_idle": 300.0, "reconnect_timeout": 4.0}
CLIENT = {
    "connect_timeout": "5",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "application_name": "vaste",
}
PREPARE_AFTER = 5  # runs; Django's default prepares nothing, not even what asks for it
MIGRATION_LIMITS = "-c lock_timeout=10s -c statement_timeout=30min"

DatabaseSettings = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is and who connects; `options` are libpq's other parameters."""

    name: str
    user: str = ""
    password: str = field(default="", repr=False)
    host: str = ""
    port: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    def django(self, *session: str, pool: bool) -> DatabaseSettings:
        """Return one entry of DATABASES; `session` are command-line options of the session."""
        options: dict[str, Any] = {**CLIENT, **self.options, "server_side_binding": False}
        options["prepare_threshold"] = PREPARE_AFTER
        options["options"] = " ".join(filter(None, (self.options.get("options"), *session)))
        if pool:
            options["pool"] = POOL
        return {
            "ENGINE": ENGINE,
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "OPTIONS": options,
            "CONN_MAX_AGE": 0,
            "CONN_HEALTH_CHECKS": True,
            "DISABLE_SERVER_SIDE_CURSORS": False,
        }


def settings(url: str, app_url: str, *, var: Path) -> dict[str, DatabaseSettings]:
    """
    Return Django's DATABASES: `default`, the app role, and `owner`, for migrations.

    Without `url` both are the embedded server's, whose socket is found by `var`. With `url` and no
    `app_url` the app connects as the owner and becomes the role `vaste_app` at once.

    Raises BadEnvironment when an address can't be read.
    """
    if not url:
        host, port = str(cluster.socket_folder(var)), str(cluster.PORT)
        owner = Address(postgres.NAME, postgres.OWNER, host=host, port=port)
        app = Address(postgres.NAME, postgres.APP, host=host, port=port)
        role = ""
    else:
        owner = read_url(url, "DATABASE_URL")
        app = read_url(app_url, "DATABASE_APP_URL") if app_url else owner
        role = "" if app_url else f"-c role={APP_ROLE}"
    return {
        "default": app.django("-c jit=off", role, pool=True),
        "owner": owner.django("-c jit=off", MIGRATION_LIMITS, pool=False),
    }


def read_url(url: str, variable: str) -> Address:
    """
    Return the address that `url` gives, as libpq reads it: a URI, or keywords and values.

    Raises BadEnvironment, without repeating the password, when it is not one or names no database.
    """
    try:
        found = {key: str(value) for key, value in conninfo.conninfo_to_dict(url).items()}
    except psycopg.ProgrammingError:
        raise BadEnvironment(f"{variable} can't be read: write it like {EXAMPLE}") from None
    name = found.pop("dbname", "")
    if not name:
        raise BadEnvironment(f"{variable} names no database: write it like {EXAMPLE}")
    user, password, host, port = (
        found.pop(key, "") for key in ("user", "password", "host", "port")
    )
    return Address(name, user, password, host, port, found)


def connection_string(database: Mapping[str, Any]) -> str:
    """Return libpq's form of one entry of DATABASES, for a connection outside Django."""
    ours = ("pool", "server_side_binding", "prepare_threshold")
    options = {key: value for key, value in database["OPTIONS"].items() if key not in ours}
    keys = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host"}
    given = {word: database[key] for key, word in {**keys, "PORT": "port"}.items() if database[key]}
    return conninfo.make_conninfo(**given, **options)


def prepare_database(databases: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """
    Make the database ready for migrations: the app role, its rights, the extensions.

    Again and again without harm. Rights that a migration took away are not given back. Returns
    sentences about what could not be done and is not strictly needed.

    Raises CannotStart when the server is away or too old, or a role may not be made.
    """
    app, owner = databases["default"], databases["owner"]
    with connect(owner, "DATABASE_URL") as connection:
        check_version(connection)
        connection.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        role = app_role(app)
        make_role(connection, role, may_become=f"role={role}" in app["OPTIONS"]["options"])
        grant_rights(connection, role)
        notes = make_extensions(connection)
    check_app_role(app, owner)
    return notes


def connect(database: Mapping[str, Any], variable: str) -> psycopg.Connection:
    """Return a connection in autocommit. Raises CannotStart with what the server said."""
    try:
        return psycopg.connect(connection_string(database), autocommit=True)
    except psycopg.OperationalError as refused:
        place = f"{database['NAME']} at {database['HOST'] or 'the local socket'}"
        raise CannotStart(
            f"The database {place} can't be reached: {str(refused).strip()}\n"
            f"Check that the server runs and that {variable} is right."
        ) from None


def check_version(connection: psycopg.Connection) -> None:
    """Raise CannotStart unless the server is PostgreSQL 16 or newer."""
    if connection.info.server_version < OLDEST:
        major = connection.info.server_version // 10000
        raise CannotStart(f"The server is PostgreSQL {major}: Vaste needs 16 or newer.")


def app_role(app: Mapping[str, Any]) -> str:
    """Return the role that the app's statements run as."""
    return APP_ROLE if f"role={APP_ROLE}" in app["OPTIONS"]["options"] else str(app["USER"])


def make_role(connection: psycopg.Connection, role: str, *, may_become: bool) -> None:
    """
    Make the app role if it is missing, and let the owner become it where that is the way.

    Raises CannotStart with the statements to run when the owner may not.
    """
    name, me = sql.Identifier(role), sql.Identifier(connection.info.user)
    wanted = []
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    if found is None:
        wanted.append(sql.SQL("CREATE ROLE {} NOLOGIN").format(name))
    if may_become and (found is None or not can_become(connection, role)):
        wanted.append(sql.SQL("GRANT {} TO {} WITH INHERIT FALSE, SET TRUE").format(name, me))
    try:
        for statement in wanted:
            connection.execute(statement)
    except errors.InsufficientPrivilege:
        raise CannotStart(
            f"{connection.info.user} may not make or use the role {role}. Let an administrator of "
            f"the server run once: {'; '.join(word.as_string() for word in wanted)};\n"
            "Or make a login role of your own and name it in DATABASE_APP_URL."
        ) from None


def can_become(connection: psycopg.Connection, role: str) -> bool:
    """Whether the connected role may SET ROLE to `role`."""
    found = connection.execute("SELECT pg_has_role(current_user, %s, 'SET')", [role]).fetchone()
    return found == (True,)


def grant_rights(connection: psycopg.Connection, role: str) -> None:
    """
    Let the role read and write rows of every table the owner makes, and change no table.

    Tables from before (say, restored without their rights) get them if nobody has any yet.
    """
    name, me = sql.Identifier(role), connection.info.user
    schema = connection.execute("SELECT current_schema()").fetchone()
    if schema is None or schema[0] is None or not may_create(connection, schema[0]):
        raise CannotStart(
            f"{me} may not make tables in {connection.info.dbname}. Let the database's owner run "
            f'once: GRANT CREATE ON SCHEMA public TO "{me}";'
        )
    place = sql.Identifier(schema[0])
    rows, numbers = sql.SQL("SELECT, INSERT, UPDATE, DELETE"), sql.SQL("USAGE, SELECT")
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(place, name))
    default = sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA {} GRANT {} ON {} TO {}")
    for rights, kind in ((rows, "TABLES"), (numbers, "SEQUENCES")):
        connection.execute(default.format(place, rights, sql.SQL(kind), name))
    for table, kind in bare_relations(connection):
        rights = numbers if kind == "S" else rows
        word = sql.SQL("SEQUENCE" if kind == "S" else "TABLE")
        given = sql.SQL("GRANT {} ON {} {}.{} TO {}")
        connection.execute(given.format(rights, word, place, sql.Identifier(table), name))


def may_create(connection: psycopg.Connection, schema: str) -> bool:
    """Whether the connected role may make tables in the schema."""
    found = connection.execute("SELECT has_schema_privilege(%s, 'CREATE')", [schema]).fetchone()
    return found == (True,)


def bare_relations(connection: psycopg.Connection) -> list[tuple[str, str]]:
    """Return the owner's tables and sequences that carry no rights at all, with their kind."""
    return connection.execute(
        """
        SELECT relname, relkind::text
        FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace
          AND relkind IN ('r', 'p', 'v', 'S')
          AND relacl IS NULL
          AND pg_get_userbyid(relowner) = current_user
        ORDER BY oid
        """
    ).fetchall()


def make_extensions(connection: psycopg.Connection) -> list[str]:
    """Install the extensions that search uses; return a sentence for each that was refused."""
    notes = []
    for extension in EXTENSIONS:
        statement = sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension))
        try:
            connection.execute(statement)
        except (errors.InsufficientPrivilege, errors.FeatureNotSupported, errors.UndefinedFile):
            notes.append(
                f"The extension {extension} is not installed, so search is plainer. "
                f"Let an administrator run once: {statement.as_string()};"
            )
    return notes


def check_app_role(app: Mapping[str, Any], owner: Mapping[str, Any]) -> None:
    """Raise CannotStart unless the app's role is bound by row-level security."""
    with connect(owner, "DATABASE_URL") as connection:
        owning = connection.execute("SELECT current_user").fetchone()
    with connect(app, "DATABASE_APP_URL") as connection:
        found = connection.execute(
            """
            SELECT rolname, rolsuper OR rolbypassrls
            FROM pg_roles
            WHERE rolname = current_user
            """
        ).fetchone()
    if found is None or found[1] or (found[0],) == owning:
        raise CannotStart(
            f"The role {found[0] if found else ''} of DATABASE_APP_URL is the owner, a superuser "
            "or has BYPASSRLS, so it would see every workspace's rows: name an ordinary role."
        )
