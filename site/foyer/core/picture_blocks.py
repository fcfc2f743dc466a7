"""Pictures in what pages are built from. No process without screens loads it."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from wagtail.images.blocks import ImageChooserBlock


class PhotoBlock(ImageChooserBlock):
    """A picture, read together with the sizes it has been drawn in."""

    # What is kept of it is what Wagtail's own block keeps: no migration tells them apart.
    canonical_module_path = "wagtail.images.blocks.ImageChooserBlock"

    def bulk_to_python(self, values: Sequence[int | None]) -> list[Any]:
        """Return the pictures with these keys, in one query once they have been shown."""
        renditions = self.model_class.get_rendition_model().objects.filter(image_id__in=set(values))
        pictures: dict[int, Any] = {}
        for rendition in renditions.select_related("image"):
            picture = pictures.setdefault(rendition.image_id, rendition.image)
            rendition.image = picture
            picture.__dict__.setdefault("prefetched_renditions", []).append(rendition)
        if undrawn := {key for key in values if key is not None} - pictures.keys():
            pictures |= self.model_class.objects.in_bulk(undrawn)
        # The same picture in two places keeps a text of its own in each.
        return [copy(pictures[key]) if key in pictures else None for key in values]
