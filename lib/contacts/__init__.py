"""The visitor's name, e-mail, phone and company, out of the dialogue. Pure."""

from lib.contacts.emails import email_identity
from lib.contacts.extraction import extract
from lib.contacts.phones import phone_identity
from lib.contacts.warnings import warnings_of

__all__ = ["email_identity", "extract", "phone_identity", "warnings_of"]
