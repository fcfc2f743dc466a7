"""Moving everything sealed and hashed to the newest key, while the house runs. (001-29, decision 0008)

What is moved tells by itself that it is: a sealed value begins with its key's name, a hash ends with it.
So a run that was killed is simply run again, and a run with nothing to do does nothing.
"""

from .moving import Rotation, rotate_keys, survey_keys
from .places import Place, register_place

__all__ = ["Place", "Rotation", "register_place", "rotate_keys", "survey_keys"]
