# What the callback tells people, beside the output of whatever callback shows the run.

from __future__ import absolute_import, division, print_function

__metaclass__ = type


class Notices:
    """Lines on standard error, so that a run's output stays what another callback makes it (JSON, for example)."""

    def __init__(self, display):
        self._display = display
        self._told = set()

    def say(self, message):
        self._display.display('pawl: ' + message, stderr=True)

    def say_once(self, message):
        if message not in self._told:
            self._told.add(message)
            self.say(message)

    def warn(self, message):
        """A warning; Ansible shows the same one only once."""
        self._display.warning('pawl: ' + message)

    def error(self, message):
        self._display.error('pawl: ' + message, wrap_text=False)

    def stop(self, message):
        """Ends the run. An exception that Ansible catches would only be a warning, and the play would go on unrecorded."""
        self.error(message)
        raise SystemExit(1)
