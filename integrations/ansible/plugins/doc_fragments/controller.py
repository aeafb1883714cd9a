# What plugins that run pawl on the controller take.

from __future__ import absolute_import, division, print_function

__metaclass__ = type


class ModuleDocFragment(object):
    DOCUMENTATION = r'''
options:
  build_id:
    description: The build.
    type: str
    env:
      - name: PAWL_BUILD
      - name: BUILD_ID
    ini:
      - section: pawl
        key: build_id
    vars:
      - name: pawl_build_id
  store:
    description: Where builds live, a URL or a folder. Default is what C(pawl) takes by itself, as from C(PAWL_STORE).
    type: str
    ini:
      - section: pawl
        key: store
    vars:
      - name: pawl_store
  binary:
    description: The C(pawl) program on the controller, its name or its path.
    type: str
    default: pawl
    env:
      - name: PAWL_BINARY
    ini:
      - section: pawl
        key: binary
    vars:
      - name: pawl_binary
  timeout:
    description: Seconds after which a call of C(pawl) is given up.
    type: int
    default: 60
    env:
      - name: PAWL_TIMEOUT
    ini:
      - section: pawl
        key: timeout
    vars:
      - name: pawl_timeout
'''
