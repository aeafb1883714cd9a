# Which failures count, and what is said of them.

from __future__ import absolute_import, division, print_function

__metaclass__ = type

from ansible.module_utils.common.text.converters import to_text
from ansible.playbook.block import Block

HIDDEN = 'its output is hidden by no_log'
MOST_LINES = 20
MOST_ITEMS = 5
MOST_HOSTS = 10


def is_rescued(task):
    """Whether a failure of this task is left to a rescue section: it stands in the block section of a block that has one."""
    inside, parent = {task._uuid}, task._parent
    while parent is not None:
        if isinstance(parent, Block) and parent.rescue and any(one._uuid in inside for one in parent.block):
            return True
        inside.add(parent._uuid)
        parent = parent._parent
    return False


def failed(result):
    """What to record of a host's failed task."""
    return "task '%s' failed on %s: %s" % (name_of(result._task, is_hidden(result)), result._host.get_name(), said(result._result))


def unreachable(result):
    """What to record of a host that couldn't be reached."""
    return "host %s is unreachable for task '%s': %s" % (result._host.get_name(), name_of(result._task, is_hidden(result)), said(result._result))


def together(texts):
    """What to record of the failures of all hosts."""
    rest = ['and %d more' % (len(texts) - MOST_HOSTS)] if len(texts) > MOST_HOSTS else []
    return '\n'.join(texts[:MOST_HOSTS] + rest)


def name_of(task, hidden):
    """A task's name; one that is hidden as it stands in the file, because what a template made of it may be what must not be seen."""
    if hidden and isinstance(task._ds, dict):
        return to_text(task._ds.get('name') or task.action)
    return to_text(task.get_name())


def is_hidden(result):
    return 'censored' in result._result


def said(values):
    """What a module said of its failure."""
    if 'censored' in values or values.get('_ansible_no_log'):
        return HIDDEN
    lines = [to_text(values.get('msg') or values.get('reason') or 'no message')]
    if values.get('rc') not in (None, 0):
        lines.append('exit code %s' % values['rc'])
    for key in ('stderr', 'module_stderr', 'stdout', 'module_stdout'):
        if to_text(values.get(key) or '').strip():
            lines += to_text(values[key]).strip().splitlines()[-MOST_LINES:]
            break
    return '\n'.join(lines + list(items(values.get('results'))))


def items(results):
    """What a loop's failed items said; an item's label only when it is a word, because an item can hold anything."""
    some = [one for one in results if isinstance(one, dict) and one.get('failed')] if isinstance(results, list) else []
    for one in some[:MOST_ITEMS]:
        label = one.get('_ansible_item_label')
        yield 'item%s: %s' % (' ' + label if isinstance(label, str) and len(label) <= 100 else '', said(one))
    if len(some) > MOST_ITEMS:
        yield 'and %d more items' % (len(some) - MOST_ITEMS)
