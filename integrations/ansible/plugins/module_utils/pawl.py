# The pawl program, as modules run it: on the machine where the module runs.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import os

from ansible_collections.pawl.build.plugins.module_utils.answers import NO_SUCH_BUILD, PawlError, missing, read

ARGUMENTS = dict(
    build_id=dict(type='str', required=True),
    store=dict(type='str'),
    binary=dict(type='str', default='pawl'),
    worker=dict(type='str'),
)


def arguments(**own):
    """A module's argument_spec: what all have, and its own."""
    return dict(ARGUMENTS, **own)


class Pawl(object):
    """Runs pawl for a module. Texts that may hold a secret go in by standard input, never as arguments."""

    def __init__(self, module):
        self._module = module
        self._build = module.params['build_id']
        self._binary = os.path.expanduser(module.params['binary'])
        self._environment = dict(
            (name, value) for name, value in (('PAWL_STORE', module.params['store']), ('PAWL_WORKER', module.params['worker'])) if value)

    def call(self, verb, *more, **options):
        """Runs one verb on the build and returns its JSON; options: data for its standard input.

        :raises PawlError: It refused, or can't be used.
        """
        words = verb.split(' ') + [self._build] + list(more) + ['--json']
        code, output, error = self._run(words, options.get('data', ''))
        return read(self._binary, code, output, error, self._version)

    def status(self):
        """The build as it stands, or None when there is none.

        :raises PawlError: Pawl can't be used.
        """
        try:
            return self.call('status')
        except PawlError as error:
            if error.code == NO_SUCH_BUILD:
                return None
            raise

    def existing(self):
        """The build as it stands.

        :raises PawlError: There is none, or pawl can't be used.
        """
        return self.call('status')

    def _version(self):
        return self._run(['--version'], '')[1]

    def _run(self, words, data):
        program = self._module.get_bin_path(self._binary)
        if program is None:
            raise missing(self._binary)
        return self._module.run_command(
            [program] + words, data=data, binary_data=True, environ_update=self._environment, expand_user_and_vars=False)


def run(module, work):
    """Ends the module with what work(pawl) returns, or with pawl's complaint."""
    try:
        result = work(Pawl(module))
    except PawlError as error:
        module.fail_json(msg='pawl: ' + error.message, kind=error.kind, code=error.code)
    module.exit_json(**result)
