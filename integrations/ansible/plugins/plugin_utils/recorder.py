# Records states, and keeps what couldn't be recorded until the store answers again.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

from enum import Enum

from ansible_collections.pawl.build.plugins.module_utils.answers import NOT_ALLOWED, PawlError, is_done


class Begun(Enum):
    """What became of a state that begins."""

    RECORDED = 'its attempt is recorded'
    BEHIND = 'the build has it behind it already'


class Recorder:
    """Records one build's states in their order.

    What a store that can't be used leaves unrecorded is tried again, before anything that comes later.
    """

    def __init__(self, pawl):
        self._pawl = pawl
        self._owed = []

    @property
    def build(self):
        return self._pawl.build

    @property
    def owed(self):
        """The ends of states that are not recorded, as command lines for people."""
        return ['pawl %s %s %s%s' % (verb, self.build, state, ' --error ...' if verb == 'fail' else '') for verb, state, *rest in self._owed]

    def begin(self, state, lease=None):
        """Begins an attempt at a state.

        :raises PawlError: Pawl refuses it, or can't be used.
        """
        self._catch_up()
        try:
            self._pawl.call('start', str(state), *(['--lease', lease] if lease else []))
        except PawlError as error:
            if self._is_behind(state, error):
                return Begun.BEHIND
            raise
        return Begun.RECORDED

    def succeed(self, state):
        """Records that a state is completed.

        :raises PawlError: Pawl refuses it, or can't be used; the latter is kept, to be tried again.
        """
        self._owed.append(('succeed', state, [], ''))
        self._catch_up()

    def fail(self, state, text, category=None):
        """Records that a state failed.

        :raises PawlError: Pawl refuses it, or can't be used; the latter is kept, to be tried again.
        """
        self._owed.append(('fail', state, ['--error-file', '-'] + (['--category', category] if category else []), text))
        self._catch_up()

    def _catch_up(self):
        while self._owed:
            verb, state, more, data = self._owed[0]
            try:
                self._pawl.call(verb, str(state), *more, data=data)
            except PawlError as error:
                if not error.refused:
                    raise
                if not self._is_behind(state, error):
                    self._owed.clear()
                    raise
            self._owed.pop(0)

    def _is_behind(self, state, error):
        """Whether a refusal only means that this is recorded already: by an earlier run, or by a call whose answer was lost."""
        if error.code != NOT_ALLOWED:
            return False
        build = self._pawl.status()
        return build is not None and is_done(build, state)
