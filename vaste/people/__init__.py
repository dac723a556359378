"""
The people and organizations behind enquiries, and the keys by which they are recognized.

Owns people_company, people_contact, their keys (one owner per key, by constraint), suggestions of
likenesses, and consents with the text that was shown. A contact is not a lead
(docs/decisions/0001).
"""
