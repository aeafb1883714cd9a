#!/usr/bin/python

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: info
short_description: Read a Pawl build
description:
  - Says where a build stands. A build that isn't there is no failure.
options:
  state:
    description: With it, C(done) says whether the build has this state behind it.
    type: int
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
- name: Where the build stands
  pawl.build.info:
    build_id: web-42
    state: 15
  delegate_to: localhost
  run_once: true
  register: base

- name: Leave the play if an earlier run has done its state
  ansible.builtin.meta: end_play
  when: base.done
'''

RETURN = r'''
exists:
  description: Whether there is such a build.
  returned: always
  type: bool
current_state:
  description: The state that is worked on, or is next; -1 when there is no such build.
  returned: always
  type: int
status:
  description: C(running), C(failed) or C(completed); empty when there is no such build.
  returned: always
  type: str
done:
  description: Whether the build has the state of the option I(state) behind it.
  returned: with the option I(state)
  type: bool
build:
  description: All that C(pawl status --json) prints, its history and its metadata too; empty when there is no such build.
  returned: always
  type: dict
'''

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.pawl.build.plugins.module_utils.answers import is_done
from ansible_collections.pawl.build.plugins.module_utils.pawl import arguments, run


def main():
    module = AnsibleModule(argument_spec=arguments(state=dict(type='int')), supports_check_mode=True)
    state = module.params['state']

    def work(pawl):
        build = pawl.status()
        result = dict(
            changed=False,
            exists=build is not None,
            current_state=build['currentState'] if build else -1,
            status=build['status'] if build else '',
            build=build or {},
        )
        if state is not None:
            result['done'] = build is not None and is_done(build, state)
        return result

    run(module, work)


if __name__ == '__main__':
    main()
