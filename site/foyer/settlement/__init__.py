"""The settlement room: statements, payments, credit notes, tax invoices, closed months. (004-22 … 004-24)"""
