"""The short addresses of forms."""

from django.urls import re_path

from .views import drafts, form

urlpatterns = [
    re_path(r"^f/(?P<slug>[^/]+)/save$", drafts.save_form, name="form_save"),
    re_path(r"^f/(?P<slug>[^/]+)/?$", form.show_form, name="form"),
    re_path(r"^d/(?P<secret>[^/]+)/?$", drafts.continue_form, name="form_draft"),
]
