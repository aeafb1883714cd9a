#!/usr/bin/python

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: artifact
short_description: Record a file that a Pawl build made
description:
  - Measures a file and records it as an artifact of the build's current state.
  - A file that is recorded as it is now is left alone.
options:
  name:
    description: What the artifact is called.
    type: str
    required: true
  path:
    description: The file, on the machine where the module runs.
    type: path
    required: true
extends_documentation_fragment:
  - pawl.build.pawl
attributes:
  check_mode:
    support: full
  diff_mode:
    support: none
author:
  - Pawl maintainers (@pawl)
'''

EXAMPLES = r'''
- name: Record the root filesystem
  pawl.build.artifact:
    build_id: web-42
    name: rootfs
    path: /srv/out/rootfs.tar
  delegate_to: localhost
'''

RETURN = r'''
artifact:
  description: What is recorded of it. In check mode, without the state.
  returned: success
  type: dict
  sample:
    name: rootfs
    path: /srv/out/rootfs.tar
    size: 1048576
    sha256: 30e14955ebf1352266dc2ff8067e68104607e750abb9d3b36582b8af909fcb58
    state: 15
'''

import os

from ansible.module_utils.basic import AnsibleModule
from ansible_collections.pawl.build.plugins.module_utils.pawl import arguments, run


def main():
    module = AnsibleModule(
        argument_spec=arguments(name=dict(type='str', required=True), path=dict(type='path', required=True)),
        supports_check_mode=True,
    )
    path = os.path.abspath(module.params['path'])
    if not os.path.isfile(path):
        module.fail_json(msg="'%s' is not a file" % path)
    if not os.access(path, os.R_OK):
        module.fail_json(msg="'%s' can't be read" % path)
    run(module, lambda pawl: artifact(module, pawl, path))


def artifact(module, pawl, path):
    name = module.params['name']
    found = dict(name=name, path=path, size=os.path.getsize(path), sha256=module.sha256(path))
    recorded = named(pawl.existing(), name)
    if recorded is not None and all(recorded[key] == found[key] for key in found):
        return dict(changed=False, artifact=recorded)
    if module.check_mode:
        return dict(changed=True, artifact=found)
    return dict(changed=True, artifact=named(pawl.call('artifact add', name, path), name))


def named(build, name):
    return next((one for one in build['artifacts'] if one['name'] == name), None)


if __name__ == '__main__':
    main()
