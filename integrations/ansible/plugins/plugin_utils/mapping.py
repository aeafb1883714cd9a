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
    tags = {str(tag) for tag in task.tags if str(tag).startswith(TAG)}
    if tags:
        tag = nearest(task, play, tags)
        return parsed(tag[len(TAG):], "the tag '%s'" % tag)
    return variable_state_of(play, task)


def play_state_of(play):
    """The state that the variable pawl_state maps a whole play to, or None.

    :raises MappingError: It names something else than a state.
    """
    return variable_state_of(play, None)


def variable_state_of(play, task):
    value = variables_of(play, task, [VARIABLE]).get(VARIABLE)
    return None if value is None or value == '' else parsed(str(value), "%s '%s'" % (VARIABLE, value))


def nearest(task, play, tags):
    """Of a task's own and inherited tags, which Ansible mixes, the one that stands nearest to it.

    :raises MappingError: Several stand in one place.
    """
    if len(tags) == 1:
        return next(iter(tags))
    for place in places(task, play):
        here = tags.intersection(place)
        if len(here) == 1:
            return here.pop()
        if here:
            break
    raise MappingError('its tags name several states: %s' % ', '.join(sorted(tags)))


def places(task, play):
    """The tags as they are written: at the task, at what it stands in from the inside out, at its role, at its play."""
    place = task
    while place is not None:
        yield written(place._ds)
        place = place._parent
    if task._role is not None:
        yield task._role.tags
    yield play.tags


def written(source):
    tags = source.get('tags') if isinstance(source, dict) else None
    return [tag.strip() for tag in tags.split(',')] if isinstance(tags, str) else tags or []


def parsed(text, where):
    if not (text.isascii() and text.isdigit() and int(text) <= 100):
        raise MappingError('%s must name a state, a number from 0 to 100' % where)
    return int(text)
