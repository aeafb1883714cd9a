# How pawl answers: JSON on standard output, or an exit code and a JSON error on standard error.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

import json
import re

# The first pawl with all that this collection uses.
OLDEST = (0, 1, 0)

DONE = 0
USAGE = 2
NO_SUCH_BUILD = 3
NOT_ALLOWED = 4
HELD = 6

# What pawl says no to, whatever the store's health: going on would mean to work on a build that isn't ours to work on.
REFUSALS = (USAGE, NO_SUCH_BUILD, NOT_ALLOWED, HELD)


class PawlError(Exception):
    """What pawl, or the attempt to run it, ended with. Its text says what happened and what to do."""

    def __init__(self, message, code=None, kind='unusable'):
        super(PawlError, self).__init__(message)
        self.message = message
        self.code = code
        self.kind = kind

    @property
    def refused(self):
        """Pawl was there and said no; otherwise it or its store can't be used."""
        return self.code in REFUSALS


def missing(binary):
    return PawlError("there is no program '%s' to run: install pawl on the machine where this runs, or set the option binary to its path" % binary)


def read(binary, code, output, error, version):
    """What pawl answered, as parsed JSON.

    version() asks the program for its version; it is only called to explain an answer that an older one gives.
    """
    if code == DONE:
        try:
            return json.loads(output)
        except ValueError:
            raise PawlError("'%s' answered something else than JSON: %s" % (binary, _age(version()) or 'is it pawl?'))
    try:
        told = json.loads(error.strip().split('\n')[-1])['error']
        message, kind = told['message'], told['kind']
    except (ValueError, KeyError, TypeError):
        raise PawlError("'%s' ended with %s and said: %s" % (binary, code, _shortened(error) or _shortened(output) or 'nothing'), code)
    age = _age(version()) if code == USAGE else None
    raise PawlError('%s (%s)' % (message, age) if age else message, code, kind)


def is_done(build, state):
    """Whether a build, as pawl prints it, has that state behind it."""
    return build['status'] == 'completed' or build['currentState'] > state


def _age(version):
    """A complaint about the program's age, or None."""
    found = re.match(r'pawl (\d+)\.(\d+)\.(\d+)', version)
    if not found:
        return None
    if tuple(int(part) for part in found.groups()) >= OLDEST:
        return None
    return '%s is too old for this collection, which needs %s or newer' % (found.group(0), '.'.join(str(part) for part in OLDEST))


def _shortened(text):
    line = ' '.join(text.split())
    return line if len(line) <= 300 else line[:300] + '...'
