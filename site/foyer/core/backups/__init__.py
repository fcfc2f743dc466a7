"""Backups (备份): the whole house in one sealed file, and back. (001-30, 000-28, security 25)"""
