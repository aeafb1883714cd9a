#!/usr/bin/python

from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
module: metadata
short_description: Set and read a Pawl build's metadata
description:
  - Sets metadata of a build, several values together or not at all, and reads it.
  - Without I(values) and I(src) it only reads.
options:
  values:
    description: Keys and values to set. Others stay as they are.
    type: dict
  key:
    description: A key whose value to return as C(value), or to set from I(src).
    type: str
  src:
    description: A file on the machine where the module runs, to set as the value of I(key), without its last line end.
    type: path
extends_documentation_fragment:
  - pawl.build.pawl
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
notes:
  - The lookup of the same name reads metadata within a template.
author:
  - Pawl maintainers (@pawl)
'''

EXAMPLES = r'''
- name: Remember what was made
  pawl.build.metadata:
    build_id: web-42
    values:
      image: ami-0abc
      region: eu-west-1
  delegate_to: localhost

- name: Read one value
  pawl.build.metadata:
    build_id: web-42
    key: image
  delegate_to: localhost
  register: image

- name: Remember a report
  pawl.build.metadata:
    build_id: web-42
    key: report
    src: /var/tmp/report.txt
'''

RETURN = r'''
metadata:
  description: All metadata of the build afterwards. In check mode, as it would be.
  returned: success
  type: dict
value:
  description: The value of I(key).
  returned: with the option I(key)
  type: str
'''

import io
import json

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.common.text.converters import to_text
from ansible.module_utils.six import string_types
from ansible_collections.pawl.build.plugins.module_utils.answers import NOT_ALLOWED, PawlError
from ansible_collections.pawl.build.plugins.module_utils.pawl import arguments, run


def main():
    module = AnsibleModule(
        argument_spec=arguments(values=dict(type='dict'), key=dict(type='str', no_log=False), src=dict(type='path')),
        supports_check_mode=True,
        mutually_exclusive=[('values', 'key'), ('values', 'src')],
        required_by=dict(src=['key']),
    )
    wanted = dict((to_text(key), as_text(value)) for key, value in (module.params['values'] or {}).items())
    if module.params['src']:
        wanted = {module.params['key']: content(module, module.params['src'])}
    run(module, lambda pawl: metadata(module, pawl, wanted))


def metadata(module, pawl, wanted):
    key = module.params['key']
    before = pawl.existing()['metadata']
    after = dict(before, **wanted)
    if after != before and not module.check_mode:
        after = pawl.call('meta set', '--file', '-', data=json.dumps(wanted))['metadata']
    if key is not None and key not in after:
        raise PawlError('build %s has no metadata %s' % (module.params['build_id'], key), NOT_ALLOWED, 'not-allowed')
    result = dict(changed=after != before, metadata=after, diff=dict(before=before, after=after))
    if key is not None:
        result['value'] = after[key]
    return result


def as_text(value):
    """Metadata is text; what YAML made something else of is written as JSON."""
    return to_text(value) if isinstance(value, string_types) else to_text(json.dumps(value, sort_keys=True))


def content(module, path):
    try:
        with io.open(path, encoding='utf-8', newline='') as file:
            text = file.read()
    except (IOError, OSError, ValueError) as error:
        module.fail_json(msg="src '%s' can't be read as text: %s" % (path, error))
    for end in ('\r\n', '\n'):
        if text.endswith(end):
            return text[:-len(end)]
    return text


if __name__ == '__main__':
    main()
