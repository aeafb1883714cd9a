#!/usr/bin/python

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: fail
short_description: Record that a Pawl build's state failed
description:
  - Records that the attempt at a build's current state failed, with the error. The state stays the current one.
  - This ends no play. Let the task fail, or follow with M(ansible.builtin.fail).
options:
  state:
    description: The state, 0 to 100. It must be the current one.
    type: int
    required: true
  error:
    description: What went wrong. What looks like a secret is masked before it is recorded.
    type: str
    required: true
  category:
    description:
      - C(transient) when trying again can help, C(persistent) when people must look.
      - Default is found from the text, by the pipeline's rules and the built-in ones.
    type: str
    choices: [transient, persistent]
extends_documentation_fragment:
  - pawl.build.pawl
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
seealso:
  - module: pawl.build.advance
author:
  - Pawl maintainers (@pawl)
'''

EXAMPLES = r'''
- name: The mirror is no good
  pawl.build.fail:
    build_id: web-42
    state: 15
    error: the mirror's index is a week old
    category: persistent
  delegate_to: localhost
'''

RETURN = r'''
build:
  description: The build afterwards, as C(pawl status --json) prints it. In check mode, as it is.
  returned: success
  type: dict
'''

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.pawl.build.plugins.module_utils.answers import NOT_ALLOWED, PawlError
from ansible_collections.pawl.build.plugins.module_utils.pawl import arguments, run


def main():
    module = AnsibleModule(
        argument_spec=arguments(
            state=dict(type='int', required=True),
            error=dict(type='str', required=True),
            category=dict(type='str', choices=['transient', 'persistent']),
        ),
        supports_check_mode=True,
    )
    if not module.params['error'].strip():
        module.fail_json(msg='error must say what went wrong')
    run(module, lambda pawl: fail(module, pawl))


def fail(module, pawl):
    state, error = module.params['state'], module.params['error']
    before = pawl.existing()
    if before['currentState'] != state or before['status'] == 'completed':
        raise PawlError('build %s stands at state %s (%s), so state %s can\'t fail'
                        % (before['buildId'], before['currentState'], before['status'], state), NOT_ALLOWED, 'not-allowed')
    # The same failure with no attempt since is this task once more.
    last = before['lastFailure']
    if before['status'] == 'failed' and before['attempt'] is None and last is not None and last['errorMessage'] == error.strip():
        return dict(changed=False, build=before)
    if module.check_mode:
        return dict(changed=True, build=before)
    category = ['--category', module.params['category']] if module.params['category'] else []
    return dict(changed=True, build=pawl.call('fail', str(state), '--error-file', '-', *category, data=error))


if __name__ == '__main__':
    main()
