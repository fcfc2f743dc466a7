"""The short addresses of forms."""

from django.urls import re_path

from .views import drafts, form, kiosk, link

urlpatterns = [
    re_path(r"^f/(?P<slug>[^/]+)/save$", drafts.save_form, name="form_save"),
    re_path(r"^f/(?P<slug>[^/]+)/?$", form.show_form, name="form"),
    re_path(r"^f/(?P<slug>[^/]+)/kiosk/?$", kiosk.show_kiosk, name="form_kiosk"),
    re_path(r"^l/(?P<code>[^/]+)/?$", link.show_link, name="form_link"),
    re_path(r"^l/(?P<code>[^/]+)/save$", link.save, name="form_link_save"),
    re_path(r"^l/(?P<code>[^/]+)/stop/?$", link.stop, name="form_link_stop"),
    re_path(r"^d/(?P<secret>[^/]+)/?$", drafts.continue_form, name="form_draft"),
]
