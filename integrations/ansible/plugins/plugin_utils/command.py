# The pawl program, as plugins run it: on the controller.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import os
import subprocess

from ansible_collections.pawl.build.plugins.module_utils.answers import NO_SUCH_BUILD, PawlError, missing, read


class Pawl:
    """Runs pawl's verbs on one build. Texts that may hold a secret go in by standard input, never as arguments."""

    def __init__(self, build, binary='pawl', store=None, worker=None, timeout=60):
        self.build = build
        self._binary = os.path.expanduser(binary)
        self._timeout = timeout
        self._environment = dict(os.environ)
        if store:
            self._environment['PAWL_STORE'] = store
        if worker:
            self._environment['PAWL_WORKER'] = worker

    def call(self, verb, *more, data=''):
        """Runs a verb and returns its JSON.

        :raises PawlError: It refused, or can't be used.
        """
        done = self._run([*verb.split(), self.build, *more, '--json'], data)
        return read(self._binary, done.returncode, done.stdout, done.stderr, self._version)

    def status(self):
        """The build as it stands, or None when there is none.

        :raises PawlError: Pawl can't be used.
        """
        try:
            return self.call('status')
        except PawlError as error:
            if error.code == NO_SUCH_BUILD:
                return None
            raise

    def _version(self):
        return self._run(['--version'], '').stdout

    def _run(self, words, data):
        try:
            # A session of its own: the terminal's interrupt is for the play, and must not cut an append short.
            return subprocess.run(
                [self._binary, *words], input=data, env=self._environment, timeout=self._timeout, start_new_session=True, check=False,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding='utf-8', errors='replace')
        except subprocess.TimeoutExpired:
            raise PawlError("'%s %s' didn't answer within %s seconds" % (self._binary, words[0], self._timeout)) from None
        except FileNotFoundError:
            raise missing(self._binary) from None
        except OSError as error:
            raise PawlError("'%s' can't be run: %s" % (self._binary, error.strerror)) from None
