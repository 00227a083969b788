"""The local endpoint: explorer page, SPARQL protocol, entity pages, text search. Needs the extra ``kg[serve]``.

Nothing is imported here, because the processes that answer queries import this package and must start fast.
"""
