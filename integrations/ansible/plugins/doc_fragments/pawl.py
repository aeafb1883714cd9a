# What all modules take.

from __future__ import absolute_import, division, print_function

__metaclass__ = type


class ModuleDocFragment(object):
    DOCUMENTATION = r'''
options:
  build_id:
    description: The build.
    type: str
    required: true
  store:
    description:
      - Where builds live, a URL or a folder.
      - Default is what C(pawl) takes by itself, E.g. from the environment variable C(PAWL_STORE).
    type: str
  binary:
    description: The C(pawl) program, its name or its path.
    type: str
    default: pawl
  worker:
    description:
      - Who holds the build while it is worked on.
      - Default is what C(pawl) takes by itself, the environment variable C(PAWL_WORKER) or user and host.
    type: str
requirements:
  - pawl 0.1.0 or newer on the machine where the module runs. With C(delegate_to=localhost) that is the controller.
notes:
  - Texts go to C(pawl) by its standard input, so no list of processes shows them.
    Ansible itself logs what a module is called with unless the task has C(no_log=true).
  - A store that hangs is ended by the task keyword C(timeout).
attributes:
  check_mode:
    description: Can run in check mode and say what would change, without changing it.
  diff_mode:
    description: Says what changes as it was and as it is.
'''
