#!/usr/bin/python

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: advance
short_description: Bring a Pawl build forward
description:
  - Begins an attempt at a build's current state, or records that the state is completed.
  - A state that the build has behind it is left alone, so a task that runs again changes nothing.
  - A state that is still ahead is refused.
options:
  state:
    description: The state, 0 to 100.
    type: int
    required: true
  phase:
    description:
      - C(started) begins an attempt at the state and holds the build for I(lease). Each time is a new attempt.
      - C(completed) records that the state's work is done; the pipeline's next state becomes the current one.
    type: str
    choices: [started, completed]
    default: completed
  lease:
    description: How long others are kept off unless the attempt ends before, such as C(90m). Default is C(pawl)'s own, one hour.
    type: str
extends_documentation_fragment:
  - pawl.build.pawl
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
seealso:
  - module: pawl.build.fail
  - module: pawl.build.info
author:
  - Pawl maintainers (@pawl)
'''

EXAMPLES = r'''
- name: State 15
  delegate_to: localhost
  block:
    - name: State 15 begins
      pawl.build.advance:
        build_id: web-42
        state: 15
        phase: started

    - name: Its work
      ansible.builtin.command: ./configure-base.sh

    - name: State 15 is done
      pawl.build.advance:
        build_id: web-42
        state: 15
  rescue:
    - name: State 15 failed
      pawl.build.fail:
        build_id: web-42
        state: 15
        error: "{{ ansible_failed_task.name }}: {{ ansible_failed_result.msg }}"
'''

RETURN = r'''
done:
  description: Whether the build has the state behind it afterwards. In check mode, whether it would.
  returned: success
  type: bool
build:
  description: The build afterwards, as C(pawl status --json) prints it. In check mode, as it is.
  returned: success
  type: dict
'''

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.pawl.build.plugins.module_utils.answers import NOT_ALLOWED, PawlError, is_done
from ansible_collections.pawl.build.plugins.module_utils.pawl import arguments, run


def main():
    module = AnsibleModule(
        argument_spec=arguments(
            state=dict(type='int', required=True),
            phase=dict(type='str', choices=['started', 'completed'], default='completed'),
            lease=dict(type='str'),
        ),
        supports_check_mode=True,
    )
    run(module, lambda pawl: advance(module, pawl))


def advance(module, pawl):
    state, completes = module.params['state'], module.params['phase'] == 'completed'
    before = pawl.existing()
    if is_done(before, state):
        return dict(changed=False, done=True, build=before)
    if before['currentState'] != state:
        raise PawlError('build %s stands at state %s (%s), so state %s can\'t be %s yet'
                        % (before['buildId'], before['currentState'], before['status'], state, module.params['phase']), NOT_ALLOWED, 'not-allowed')
    if module.check_mode:
        return dict(changed=True, done=completes, build=before)
    try:
        after = pawl.call('succeed', str(state)) if completes else pawl.call('start', str(state), *lease(module))
    except PawlError as error:
        # Another one may have completed it in between.
        after = pawl.existing() if error.code == NOT_ALLOWED else None
        if after is None or not is_done(after, state):
            raise error
        return dict(changed=False, done=True, build=after)
    return dict(changed=True, done=completes, build=after, diff=dict(before=place(before), after=place(after)))


def lease(module):
    return ['--lease', module.params['lease']] if module.params['lease'] else []


def place(build):
    return dict((key, build[key]) for key in ('currentState', 'status', 'attempt'))


if __name__ == '__main__':
    main()
