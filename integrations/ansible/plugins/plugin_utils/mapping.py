# Which state a task belongs to.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

from ansible.errors import AnsibleError
from ansible.template import Templar

VARIABLE = 'pawl_state'
TAG = 'pawl_state_'


class MappingError(Exception):
    """A mapping that names no state."""


def variables_of(play, task, names):
    """The values that variables have for a play, or for a task of it, as far as no host decides them. Undefined ones are left out.

    :raises MappingError: One can't be evaluated.
    """
    known = play.get_variable_manager().get_vars(play=play, task=task)
    templar = Templar(loader=play.get_loader(), variables=known)
    values = {}
    for name in names:
        if name not in known:
            continue
        try:
            values[name] = templar.template(known[name])
        except AnsibleError as error:
            raise MappingError("%s can't be evaluated: %s; it may depend on no host" % (name, error)) from None
    return values


def state_of(play, task):
    """The state that a task is mapped to, or None: its nearest tag pawl_state_N, else the variable pawl_state.

    :raises MappingError: They name something else than a state.
    """
    for tag in task.tags:
        if str(tag).startswith(TAG):
            return parsed(str(tag)[len(TAG):], "the tag '%s'" % tag)
    value = variables_of(play, task, [VARIABLE]).get(VARIABLE)
    return None if value is None or value == '' else parsed(str(value), "%s '%s'" % (VARIABLE, value))


def parsed(text, where):
    if not (text.isascii() and text.isdigit() and int(text) <= 100):
        raise MappingError('%s must name a state, a number from 0 to 100' % where)
    return int(text)
