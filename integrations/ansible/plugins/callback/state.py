from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
name: state
type: aggregate
short_description: Record plays as the states of a Pawl build
description:
  - A play, block, role or task that is mapped to a state of a build begins and ends that state.
  - The mapping is the nearest tag C(pawl_state_N), else the variable C(pawl_state), which a play, role, block or task may set.
  - A state begins with the first task that is mapped to it. It ends when a task of another state begins, or with its play;
    over the batches of C(serial) and over plays that follow each other and set the same C(pawl_state) it goes on.
    Tasks that are mapped to no state, and handlers, belong to the state that is open.
  - A state is completed when it ends and no host has failed in this run. Failures that are rescued or ignored don't count.
    Otherwise it has failed, with the failed tasks' names, hosts and messages, and no later state is begun.
  - In check mode nothing is recorded. Within C(pawl run), which records the states itself, neither.
options:
  worker:
    description: Who holds the build meanwhile. Default is what C(pawl) takes by itself, C(PAWL_WORKER) or user and host.
    type: str
    ini:
      - section: pawl
        key: worker
    vars:
      - name: pawl_worker
  lease:
    description: How long others are kept off at most while a state is worked on, such as C(90m). Default is C(pawl)'s own, one hour.
    type: str
    env:
      - name: PAWL_LEASE
    ini:
      - section: pawl
        key: lease
    vars:
      - name: pawl_lease
  on_store_error:
    description:
      - What to do when the store, or C(pawl) itself, can't be used, or no build is named.
      - C(fail) stops the run with exit code 1. C(go_on) warns and goes on; what isn't recorded is tried again with each later state.
      - What C(pawl) refuses, because another worker holds the build or the state isn't its current one, always stops the run.
    type: str
    choices: [fail, go_on]
    default: fail
    env:
      - name: PAWL_ON_STORE_ERROR
    ini:
      - section: pawl
        key: on_store_error
    vars:
      - name: pawl_on_store_error
extends_documentation_fragment:
  - pawl.build.controller
requirements:
  - C(callbacks_enabled = pawl.build.state) in ansible.cfg
  - pawl 0.1.0 or newer on the controller
author:
  - Pawl maintainers (@pawl)
'''

import os

from ansible import context
from ansible.errors import AnsibleError
from ansible.plugins.callback import CallbackBase
from ansible_collections.pawl.build.plugins.module_utils.answers import PawlError
from ansible_collections.pawl.build.plugins.plugin_utils.command import Pawl
from ansible_collections.pawl.build.plugins.plugin_utils.failures import failed, is_rescued, name_of, together, unreachable
from ansible_collections.pawl.build.plugins.plugin_utils.interruption import Interruption
from ansible_collections.pawl.build.plugins.plugin_utils.mapping import VARIABLE, MappingError, parsed, state_of, variables_of
from ansible_collections.pawl.build.plugins.plugin_utils.recorder import Begun, Recorder

VARIABLES = ('pawl_build_id', 'pawl_store', 'pawl_binary', 'pawl_worker', 'pawl_lease', 'pawl_timeout', 'pawl_on_store_error')


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'aggregate'
    CALLBACK_NAME = 'pawl.build.state'
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self):
        super().__init__()
        self._wrong_options = None
        self._play = None
        self._recorders = {}
        self._open = None
        self._ended = set()
        self._failed_states = {}
        self._failures = {}
        self._task_name = ''
        self._told = set()
        self._interruption = None

    def set_options(self, task_keys=None, var_options=None, direct=None):
        # Ansible would leave a plugin out whose options are wrong, with no more than a warning.
        try:
            super().set_options(task_keys=task_keys, var_options=var_options, direct=direct)
        except AnsibleError as error:
            self._wrong_options = str(error)

    def v2_playbook_on_start(self, playbook):
        self._require_options()

    def v2_playbook_on_play_start(self, play):
        before, self._play = self._play, play
        # A batch of serial hosts is a play to Ansible, the same one again.
        if before is not None and before._uuid == play._uuid:
            return
        try:
            values = variables_of(play, None, (VARIABLE,) + VARIABLES)
            state = parsed(str(values[VARIABLE]), "%s '%s'" % (VARIABLE, values[VARIABLE])) if values.get(VARIABLE) not in (None, '') else None
        except MappingError as error:
            self._stop("play '%s': %s" % (play.get_name(), error))
        if self._open is not None and self._open.state != state:
            self._end()
        self.set_options(var_options=values)
        self._require_options()

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._task_name = name_of(task, task.no_log)
        if task.check_mode:
            if context.CLIARGS.get('check'):
                self._tell('check mode: nothing is recorded')
            return
        try:
            state = state_of(self._play, task)
        except MappingError as error:
            self._stop("task '%s': %s" % (self._task_name, error))
        if state is not None:
            self._enter(state)

    def v2_playbook_on_handler_task_start(self, task):
        self._task_name = name_of(task, task.no_log)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        if not ignore_errors and not is_rescued(result._task):
            self._failures.setdefault(result._host.get_name(), failed(result))

    def v2_runner_on_unreachable(self, result):
        if not result._task.ignore_unreachable:
            self._failures.setdefault(result._host.get_name(), unreachable(result))

    def v2_playbook_on_stats(self, stats):
        # Ansible's own count is the last word: what it counts and no event told is a failure too.
        for host in stats.processed:
            if stats.failures.get(host) or stats.dark.get(host):
                self._failures.setdefault(host, 'Ansible counts %s as failed, its output says why' % host)
        self._end()
        self._play = None
        owed = self._owed()
        if owed:
            self._warn('not recorded, because the store could not be used; when it is back, do it by hand: %s' % '; '.join(owed))

    def _enter(self, state):
        if self._open is not None and self._open.state == state:
            return
        recorder = self._recorder()
        if recorder is None:
            return
        place = (recorder.build, state)
        if place in self._ended:
            self._warn("build %s: state %s has ended already in this run; task '%s' of it belongs to the state that is open"
                       % (recorder.build, state, self._task_name))
            return
        self._end()
        if recorder.build in self._failed_states:
            self._warn('build %s: state %s is not begun, because state %s failed' % (recorder.build, state, self._failed_states[recorder.build]))
            return
        self._begin(recorder, state)

    def _begin(self, recorder, state):
        self._tell_of_a_part()
        if self._interruption is None:
            self._interruption = Interruption(self._interrupted)
        begun = self._attempt('build %s: the start of state %s' % (recorder.build, state), lambda: recorder.begin(state, self.get_option('lease')))
        if begun is Begun.BEHIND:
            self._ended.add((recorder.build, state))
            self._say('build %s has state %s behind it; nothing is recorded for it' % (recorder.build, state))
            return
        self._open = OpenState(recorder, state)
        if begun is Begun.RECORDED:
            self._say('build %s: state %s begins' % (recorder.build, state))

    def _end(self):
        if self._open is None:
            return
        recorder, state = self._open.recorder, self._open.state
        self._open = None
        self._ended.add((recorder.build, state))
        what = 'build %s: the end of state %s' % (recorder.build, state)
        if self._failures:
            self._failed_states[recorder.build] = state
            text = together(list(self._failures.values()))
            self._attempt(what, lambda: recorder.fail(state, text))
        else:
            self._attempt(what, lambda: recorder.succeed(state))
        if not recorder.owed:
            self._say('build %s: state %s %s' % (recorder.build, state, 'failed' if self._failures else 'is completed'))

    def _interrupted(self, signal):
        if self._open is None:
            return
        recorder, state = self._open.recorder, self._open.state
        self._open = None
        why = 'was stopped by %s' % signal if signal else 'ended before the state did'
        texts = ["ansible-playbook %s, at task '%s'" % (why, self._task_name)] + list(self._failures.values())
        try:
            recorder.fail(state, together(texts), None if self._failures else 'transient')
            self._say('build %s: state %s is recorded as failed: %s' % (recorder.build, state, texts[0]))
        except PawlError as error:
            self._display.error('pawl: build %s: the end of state %s is not recorded: %s' % (recorder.build, state, error.message), wrap_text=False)

    def _attempt(self, what, action):
        try:
            return action()
        except PawlError as error:
            if error.refused or self.get_option('on_store_error') == 'fail':
                by_hand = ''.join('; when the store is back: ' + command for command in self._owed())
                self._stop('%s is not recorded: %s%s' % (what, error.message, by_hand))
            self._warn('%s is not recorded: %s' % (what, error.message))
            return None

    def _owed(self):
        return [command for recorder in self._recorders.values() for command in recorder.owed]

    def _recorder(self):
        build = self.get_option('build_id')
        if not build:
            self._attempt('the start of a state', self._no_build)
            return None
        if os.environ.get('PAWL_OUTPUT') and os.environ.get('BUILD_ID') == build:
            self._tell('pawl run records the states of build %s itself' % build)
            return None
        settings = (build,) + tuple(self.get_option(name) for name in ('binary', 'store', 'worker', 'timeout'))
        return self._recorders.setdefault(settings, Recorder(Pawl(*settings)))

    @staticmethod
    def _no_build():
        raise PawlError('no build is named: set PAWL_BUILD, the variable pawl_build_id, or build_id in the section [pawl] of ansible.cfg')

    def _require_options(self):
        if self._wrong_options:
            self._stop('wrong options: %s' % self._wrong_options)

    def _tell_of_a_part(self):
        chosen = context.CLIARGS
        parts = [option for option, given in (
            ('--tags', tuple(chosen.get('tags') or ('all',)) != ('all',)),
            ('--skip-tags', chosen.get('skip_tags')),
            ('--limit', chosen.get('subset')),
            ('--start-at-task', chosen.get('start_at_task')),
            ('--step', chosen.get('step')),
        ) if given]
        if parts and 'part' not in self._told:
            self._told.add('part')
            self._warn('this run may leave out tasks or hosts (%s); a state that ends without a failure is recorded as completed all the same'
                       % ', '.join(parts))

    def _stop(self, message):
        # An exception that Ansible catches would only be a warning, and the play would go on unrecorded.
        self._display.error('pawl: ' + message, wrap_text=False)
        raise SystemExit(1)

    def _tell(self, message):
        if message not in self._told:
            self._told.add(message)
            self._say(message)

    def _say(self, message):
        self._display.display('pawl: ' + message, stderr=True)

    def _warn(self, message):
        self._display.warning('pawl: ' + message)


class OpenState:
    """A state that has begun and not ended."""

    def __init__(self, recorder, state):
        self.recorder = recorder
        self.state = state
