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
from ansible_collections.pawl.build.plugins.plugin_utils.course import Course
from ansible_collections.pawl.build.plugins.plugin_utils.failures import failed, is_rescued, name_of, unreachable
from ansible_collections.pawl.build.plugins.plugin_utils.mapping import MappingError, play_state_of, state_of, variables_of
from ansible_collections.pawl.build.plugins.plugin_utils.notices import Notices
from ansible_collections.pawl.build.plugins.plugin_utils.recorder import Recorder

VARIABLES = ('pawl_build_id', 'pawl_store', 'pawl_binary', 'pawl_worker', 'pawl_lease', 'pawl_timeout', 'pawl_on_store_error')


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = 'aggregate'
    CALLBACK_NAME = 'pawl.build.state'
    CALLBACK_NEEDS_ENABLED = True

    def __init__(self):
        super().__init__()
        self._notices = Notices(self._display)
        self._course = Course(self._notices)
        self._recorders = {}
        self._wrong_options = None
        self._play = None

    def set_options(self, task_keys=None, var_options=None, direct=None):
        # Ansible would leave a plugin out whose options are wrong, with no more than a warning.
        try:
            super().set_options(task_keys=task_keys, var_options=var_options, direct=direct)
            self._course.on_store_error = self.get_option('on_store_error')
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
            state = play_state_of(play)
            self.set_options(var_options=variables_of(play, None, VARIABLES))
        except MappingError as error:
            self._notices.stop("play '%s': %s" % (play.get_name(), error))
        self._require_options()
        if not self._course.is_in(state):
            self._course.end()

    def v2_playbook_on_task_start(self, task, is_conditional):
        self._course.task = name_of(task, task.no_log)
        if context.CLIARGS.get('check'):
            self._notices.say_once('check mode: nothing is recorded')
            return
        if task.check_mode:
            return
        try:
            state = state_of(self._play, task)
        except MappingError as error:
            self._notices.stop("task '%s': %s" % (self._course.task, error))
        if state is not None and not self._course.is_in(state):
            self._enter(state)

    def v2_playbook_on_handler_task_start(self, task):
        self._course.task = name_of(task, task.no_log)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        if not ignore_errors and not is_rescued(result._task):
            self._course.note(result._host.get_name(), failed(result))

    def v2_runner_on_unreachable(self, result):
        if not result._task.ignore_unreachable:
            self._course.note(result._host.get_name(), unreachable(result))

    def v2_playbook_on_stats(self, stats):
        # Ansible's own count is the last word: what it counts and no event told is a failure too.
        for host in stats.processed:
            if stats.failures.get(host) or stats.dark.get(host):
                self._course.note(host, 'Ansible counts %s as failed, its output says why' % host)
        self._course.finish()
        self._play = None

    def _enter(self, state):
        build = self.get_option('build_id')
        if not build:
            self._course.attempt('the start of a state', no_build)
            return
        if os.environ.get('PAWL_OUTPUT') and os.environ.get('BUILD_ID') == build:
            self._notices.say_once('pawl run records the states of build %s itself' % build)
            return
        self._warn_of_a_part()
        settings = (build,) + tuple(self.get_option(name) for name in ('binary', 'store', 'worker', 'timeout'))
        recorder = self._recorders.setdefault(settings, Recorder(Pawl(*settings)))
        self._course.enter(recorder, state, self.get_option('lease'))

    def _require_options(self):
        if self._wrong_options:
            self._notices.stop('wrong options: %s' % self._wrong_options)

    def _warn_of_a_part(self):
        chosen = context.CLIARGS
        parts = [option for option, given in (
            ('--tags', tuple(chosen.get('tags') or ('all',)) != ('all',)),
            ('--skip-tags', chosen.get('skip_tags')),
            ('--limit', chosen.get('subset')),
            ('--start-at-task', chosen.get('start_at_task')),
            ('--step', chosen.get('step')),
        ) if given]
        if parts:
            self._notices.warn('this run may leave out tasks or hosts (%s); a state that ends without a failure is recorded as completed all the same'
                               % ', '.join(parts))


def no_build():
    raise PawlError('no build is named: set PAWL_BUILD, the variable pawl_build_id, or build_id in the section [pawl] of ansible.cfg')
