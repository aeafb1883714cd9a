from __future__ import absolute_import, division, print_function

__metaclass__ = type

DOCUMENTATION = r'''
name: metadata
short_description: Read a Pawl build's metadata
description:
  - Returns metadata values of a build. Without a key, all of them as one dictionary.
  - Runs C(pawl) on the controller.
options:
  _terms:
    description: The keys.
    type: list
    elements: str
  default:
    description: What to return for a key that the build doesn't have. Without it, that is an error.
    type: str
extends_documentation_fragment:
  - pawl.build.controller
author:
  - Pawl maintainers (@pawl)
'''

EXAMPLES = r'''
- name: Show the image that an earlier state made
  ansible.builtin.debug:
    msg: "{{ lookup('pawl.build.metadata', 'image', build_id='web-42') }}"

- name: Show all metadata
  ansible.builtin.debug:
    msg: "{{ lookup('pawl.build.metadata', build_id='web-42') }}"
'''

RETURN = r'''
_raw:
  description: A value for each key. Without keys, one dictionary of all.
  type: list
'''

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase
from ansible_collections.pawl.build.plugins.module_utils.answers import PawlError
from ansible_collections.pawl.build.plugins.plugin_utils.command import Pawl


class LookupModule(LookupBase):
    def run(self, terms, variables=None, **kwargs):
        self.set_options(var_options=variables, direct=kwargs)
        build = self.get_option('build_id')
        if not build:
            raise AnsibleError('pawl.build.metadata: no build is named: give build_id, or set PAWL_BUILD or the variable pawl_build_id')
        pawl = Pawl(build, binary=self.get_option('binary'), store=self.get_option('store'), timeout=self.get_option('timeout'))
        try:
            known = pawl.call('meta list')
        except PawlError as error:
            raise AnsibleError('pawl.build.metadata: ' + error.message)
        return [self._value(known, build, key) for key in terms] if terms else [known]

    def _value(self, known, build, key):
        if key in known:
            return known[key]
        default = self.get_option('default')
        if default is None:
            raise AnsibleError("pawl.build.metadata: build %s has no metadata '%s'; give a default if that is fine" % (build, key))
        return default
