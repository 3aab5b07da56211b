"""Templates and their facts, as JSON on stdin → the texts, as JSON on stdout.

Run as a script in a process of its own (`rendering.py`): a template is somebody's text, and may loop
for ever or fill the memory. It imports nothing of ours.
"""

import json
import sys

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

PROCESSOR_SECONDS = 2
MEMORY = 512 * 1024 * 1024


def limit() -> None:
    """No more than so much of the machine, where it knows such limits."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    except (ImportError, OSError, ValueError):
        pass  # the parent's clock ends it


def rendered(asked: dict) -> dict:  # type: ignore[type-arg]
    """`text`, or `fault` (`syntax`, `name`, `long`, `memory`, `other`) with what is said of it."""
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    try:
        template = environment.from_string(asked["template"])
        text = ""
        for piece in template.generate(asked["facts"]):
            text += piece
            if len(text) > asked["longest"]:
                return {"fault": "long"}
    except TemplateSyntaxError as error:
        return {"fault": "syntax", "says": str(error.message), "line": error.lineno}
    except UndefinedError as error:
        return {"fault": "name", "says": str(error.message), "line": _line(error)}
    except SecurityError as error:
        return {"fault": "other", "says": str(error.message), "line": _line(error)}
    except (MemoryError, OverflowError, RecursionError):
        return {"fault": "memory"}
    except Exception as error:
        return {"fault": "other", "says": f"{type(error).__name__}: {error}", "line": _line(error)}
    return {"text": text.strip() + "\n"}


def _line(error: BaseException) -> int:
    """The template's line in which it was raised."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


if __name__ == "__main__":
    told = json.load(sys.stdin)
    limit()
    try:
        answer = json.dumps([rendered(one) for one in told])
    except MemoryError:
        answer = json.dumps([{"fault": "memory"}] * len(told))
    sys.stdout.write(answer)
