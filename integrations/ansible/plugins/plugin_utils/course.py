# The course of a run: which state is open, which have ended, and what has failed.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

from ansible_collections.pawl.build.plugins.module_utils.answers import PawlError
from ansible_collections.pawl.build.plugins.plugin_utils.failures import together
from ansible_collections.pawl.build.plugins.plugin_utils.interruption import Interruption
from ansible_collections.pawl.build.plugins.plugin_utils.recorder import Begun

FAIL = 'fail'


class Course:
    """Begins and ends states as their tasks come. One state at most is open."""

    def __init__(self, notices):
        self._notices = notices
        self._open = None
        self._ended = set()
        self._behind = set()
        self._failed_states = {}
        self._failures = {}
        self._recorders = []
        self._interruption = None
        self.task = ''
        self.on_store_error = FAIL

    def is_in(self, state):
        return self._open is not None and self._open[1] == state

    def note(self, host, text):
        """A host has failed. Its first failure counts: what follows comes of it."""
        self._failures.setdefault(host, text)

    def enter(self, recorder, state, lease):
        """A task of a state begins."""
        place = (recorder.build, state)
        if place in self._behind:
            return
        if place in self._ended:
            self._notices.warn("build %s: state %s has ended already in this run; task '%s' of it belongs to the state that is open"
                               % (recorder.build, state, self.task))
            return
        self.end()
        failed = self._failed_states.get(recorder.build)
        if failed is not None:
            self._notices.warn('build %s: state %s is not begun, because state %s failed' % (recorder.build, state, failed))
            return
        self._begin(recorder, state, lease)

    def end(self):
        """The open state, if there is one, ends: failed if a host has failed in this run, else completed."""
        if self._open is None:
            return
        (recorder, state), self._open = self._open, None
        self._ended.add((recorder.build, state))
        what = 'build %s: the end of state %s' % (recorder.build, state)
        if self._failures:
            self._failed_states[recorder.build] = state
            text = together(list(self._failures.values()))
            self.attempt(what, lambda: recorder.fail(state, text))
        else:
            self.attempt(what, lambda: recorder.succeed(state))
        if not recorder.owed:
            self._notices.say('build %s: state %s %s' % (recorder.build, state, 'failed' if self._failures else 'is completed'))

    def finish(self):
        """The run ends in good order."""
        self.end()
        owed = self._owed()
        if owed:
            self._notices.warn('not recorded, because the store could not be used; when it is back, do it by hand: %s' % '; '.join(owed))

    def attempt(self, what, action):
        """Records something; what can't be recorded stops the run or is warned of. A refusal always stops it."""
        try:
            return action()
        except PawlError as error:
            if error.refused or self.on_store_error == FAIL:
                by_hand = ''.join('; when the store is back: ' + command for command in self._owed())
                self._notices.stop('%s is not recorded: %s%s' % (what, error.message, by_hand))
            self._notices.warn('%s is not recorded: %s' % (what, error.message))
            return None

    def _begin(self, recorder, state, lease):
        if self._interruption is None:
            self._interruption = Interruption(self._interrupted)
        if recorder not in self._recorders:
            self._recorders.append(recorder)
        begun = self.attempt('build %s: the start of state %s' % (recorder.build, state), lambda: recorder.begin(state, lease))
        if begun is Begun.BEHIND:
            self._behind.add((recorder.build, state))
            self._notices.say('build %s has state %s behind it; nothing is recorded for it' % (recorder.build, state))
            return
        self._open = (recorder, state)
        if begun is Begun.RECORDED:
            self._notices.say('build %s: state %s begins' % (recorder.build, state))

    def _interrupted(self, signal):
        if self._open is None:
            return
        (recorder, state), self._open = self._open, None
        why = 'was stopped by %s' % signal if signal else 'ended before the state did'
        texts = ["ansible-playbook %s, at task '%s'" % (why, self.task)] + list(self._failures.values())
        try:
            recorder.fail(state, together(texts), None if self._failures else 'transient')
            self._notices.say('build %s: state %s is recorded as failed: %s' % (recorder.build, state, texts[0]))
        except PawlError as error:
            self._notices.error('build %s: the end of state %s is not recorded: %s' % (recorder.build, state, error.message))

    def _owed(self):
        return [command for recorder in self._recorders for command in recorder.owed]
