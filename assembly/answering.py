"""One process that answers requests with granian, without the process of its own that granian keeps beside each."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server.mp import MPServer

_AT_ONCE = 512
"Connections beyond which the system lets others wait."


class _OneProcess(MPServer):
    """granian forks its processes and stays to watch them; here its one process is the present one."""

    def _spawn_workers(self, spawn_target: Callable[..., None], target_loader: Callable[..., Any]) -> None:
        self._spawn_worker(0, spawn_target, target_loader).inner.run()  # until a signal ends it
        self.interrupt_signal = True  # so that nothing more is waited for
        self.main_loop_interrupt.set()


def answer(target: str, host: str, port: int, certificate: Path | None, key: Path | None, number: int) -> None:
    """Answer until SIGINT or SIGTERM, as process `number` of those on this port; others' connections go to them."""
    module, _colon, name = target.partition(":")
    getattr(import_module(module), name).share_visitors(number)
    _OneProcess(
        target,
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        backpressure=_AT_ONCE,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.error,
        ssl_cert=certificate,
        ssl_key=key,
        ssl_protocol_min=SSLProtocols.tls12,
    ).serve()
