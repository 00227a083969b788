"""Documents that are sources by themselves."""

from kg.names import exact_key
from kg.ontology.ontology import Ontology


def test_a_document_without_a_name_links_no_two_articles() -> None:
    ontology = Ontology.load()
    generic = {exact_key(name) for name in ontology.linking.generic}
    assert {exact_key(name) for name in ontology.speech.told_documents} <= generic
