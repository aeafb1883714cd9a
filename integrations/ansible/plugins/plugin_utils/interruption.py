# Notices that ansible-playbook is stopped: none of its own events tells that.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import atexit
import os
import signal


class Interruption:
    """Calls back once when the process ends, whatever ends it short of SIGKILL."""

    def __init__(self, ended):
        self._ended = ended
        self._process = os.getpid()
        self._signal = None
        atexit.register(self._at_exit)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # What ignores a signal (nohup), or has its own way with it, keeps it.
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                signal.signal(number, self._on_signal)

    def _on_signal(self, number, frame):
        if os.getpid() != self._process:
            # A worker: it inherited this, and is to end as if it hadn't.
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
            os.kill(os.getpid(), number)
            return
        self._signal = signal.Signals(number).name
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        # Ansible's own default would leave its workers behind; this lets it clean up.
        raise SystemExit(128 + number)

    def _at_exit(self):
        if os.getpid() == self._process:
            self._ended(self._signal)
