"""`vaste web`, `vaste worker` and `vaste db`: one process each."""

import logging
import socket
import time

import click

from vaste.config import postgres, supervisor
from vaste.config.processes import CannotStart

STREAMS_CUT_S = 2  # a live stream never ends by itself; its page comes back and asks again


@click.command()
@click.option("--host", help="Address to listen on (VASTE_HOST, else 127.0.0.1).")
@click.option("--port", type=int, help="Port to listen on (VASTE_PORT, else 8000).")
@click.option("--fd", type=int, hidden=True, help="A listening socket handed down by `vaste up`.")
def web(host: str | None, port: int | None, fd: int | None) -> None:
    """Answer browsers and doors, until stopped."""
    from vaste.config import addresses, settings

    if fd is None:
        listening = addresses.listen(host or settings.BIND_HOST, port or settings.BIND_PORT)
        click.echo(f"Listening at {addresses.url(listening)}")
    else:
        listening = socket.socket(fileno=fd)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with postgres.running(say=click.echo):
        serve(listening)


def serve(listening: socket.socket) -> None:
    """Run the ASGI application on the socket until SIGINT or SIGTERM."""
    import uvicorn

    # Streams are cut at every stop: nothing worth an error line.
    logging.getLogger("uvicorn.error").addFilter(is_no_cut_stream)
    config = uvicorn.Config(
        "vaste.config.asgi:application",
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=STREAMS_CUT_S,
    )
    server = uvicorn.Server(config)
    server.run(sockets=[listening])
    if not server.started:
        raise CannotStart("The web application does not start: what it said stands above.")


def is_no_cut_stream(record: logging.LogRecord) -> bool:
    """Whether a line of the server's log is about anything but streams that a stop cut off."""
    return not record.getMessage().startswith("Cancel ")


@click.command()
def worker() -> None:
    """Do what falls due, clocks and background work, until stopped."""
    with postgres.running(say=click.echo):
        from vaste.config import django_setup

        django_setup.set_up()
        from vaste.config import schedule
        from vaste.infra.due import worker as due_worker

        due_worker.run(schedule.worker())


@click.command()
def db() -> None:
    """Run the embedded PostgreSQL alone, until stopped."""
    from vaste.config import settings

    if settings.DATABASE_URL:
        raise CannotStart("DATABASE_URL names another database; there is none to run here.")
    server = postgres.Server(settings.VAR, say=click.echo)
    with supervisor.stopping():
        try:
            server.start()
            click.echo(f"PostgreSQL answers at {server.socket}; Ctrl-C stops it.")
            while True:
                time.sleep(0.5)
                server.tend()
        finally:
            server.stop()
