"""The short addresses of forms."""

from django.urls import re_path

from .views import form

urlpatterns = [re_path(r"^f/(?P<slug>[^/]+)/?$", form.show_form, name="form")]
