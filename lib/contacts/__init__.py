"""Name, e-mail, phone and company of the visitor, out of the dialogue. Pure: text in, values out."""

from lib.contacts.emails import email_identity
from lib.contacts.extraction import extract
from lib.contacts.phones import phone_identity

__all__ = ["email_identity", "extract", "phone_identity"]
