"""Large packages that few processes use, loaded when something of them is first asked for."""

import sys
from importlib.util import LazyLoader, find_spec, module_from_spec
from typing import Any


def import_lazily(name: str) -> Any:
    """Return a package of that name, which is read from disk at its first use.

    Raises:
        ModuleNotFoundError: there is none; that is said at once.
    """
    if name in sys.modules:
        return sys.modules[name]
    spec = find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name=name)
    spec.loader = loader = LazyLoader(spec.loader)
    sys.modules[name] = module = module_from_spec(spec)
    loader.exec_module(module)
    return module
