"""Addresses of the staff room for whoever is logged in, below /admin/."""

from django.urls import path

from .views import account, api_tokens, webhooks

app_name = "staff"
urlpatterns = [
    path("account/second-step/", account.SetUpView.as_view(), name="set_up"),
    path("account/second-step/codes/", account.RecoveryCodesView.as_view(), name="codes"),
    path("account/second-step/remove/", account.RemoveView.as_view(), name="remove"),
    path("users/<int:pk>/second-step/", account.ResetView.as_view(), name="reset"),
    path("integrations/", api_tokens.TokensView.as_view(), name="api_tokens"),
    path("integrations/new/", api_tokens.NewTokenView.as_view(), name="new_api_token"),
    path(
        "integrations/<int:pk>/revoke/",
        api_tokens.RevokeTokenView.as_view(),
        name="revoke_api_token",
    ),
    path("integrations/webhooks/", webhooks.WebhooksView.as_view(), name="webhooks"),
    path("integrations/webhooks/new/", webhooks.NewWebhookView.as_view(), name="new_webhook"),
    path("integrations/webhooks/<int:pk>/", webhooks.WebhookView.as_view(), name="webhook"),
    path(
        "integrations/webhooks/<int:pk>/switch/",
        webhooks.SwitchView.as_view(),
        name="switch_webhook",
    ),
    path(
        "integrations/webhooks/deliveries/<int:pk>/replay/",
        webhooks.ReplayView.as_view(),
        name="replay_webhook",
    ),
]
