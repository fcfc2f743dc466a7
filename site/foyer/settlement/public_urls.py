"""Where a client reads the account of a booking and asks for a tax invoice, under the booking's secret."""

from django.urls import path

from .views.client import ask_invoice, print_statement, show_invoice_file, show_statement

urlpatterns = [
    path("b/<str:secret>/statement/<str:number>.pdf", show_statement, name="booking_statement"),
    path("b/<str:secret>/statement/<str:number>", print_statement, name="booking_statement_print"),
    path("b/<str:secret>/invoice", ask_invoice, name="booking_invoice"),
    path("b/<str:secret>/invoice/file", show_invoice_file, name="booking_invoice_file"),
]
